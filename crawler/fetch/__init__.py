"""Link → Page: which addresses may be asked, where a name leads, what a whole answer is."""
