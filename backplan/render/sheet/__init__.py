"""The printed sheet: its words and tables as data, and the PDF made from them."""
