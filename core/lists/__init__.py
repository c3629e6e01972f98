"""A campaign's lists: where its leads come from, and which of them are called first."""
