"""Calls that operators asked for and were denied."""
