"""How is it drawn? One module a product and medium; the only writer of workbooks, documents, pages and the console."""
