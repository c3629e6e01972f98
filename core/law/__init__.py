"""What the law and the house allow: dialling policies as data, and the rules that read them."""
