"""The review desk: a web application in which findings are understood, decided and accounted for."""
