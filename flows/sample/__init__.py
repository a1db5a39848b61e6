"""The sample batch, larger batches with known answers, and invoices of every locale: all made up, all made here."""
