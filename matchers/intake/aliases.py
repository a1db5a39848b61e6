"""The headings that people give to the columns of plans and claims.

English, Swedish, German and French in full; the commonest in Spanish, Italian, Dutch, Danish, Norwegian, Finnish,
Portuguese and Polish.
"""

from __future__ import annotations

from collections.abc import Mapping

# For each of our columns its headings, the most telling first: of two columns that could be meant, the earlier wins.
Aliases = Mapping[str, tuple[str, ...]]

CURRENCY = (
    "currency", "currency code", "valuta", "valutakod", "währung", "waehrung", "währungscode", "devise", "monnaie",
    "code devise", "moneda", "divisa", "munt", "møntenhed", "valuuttakoodi", "valuutta", "moeda", "waluta",
)  # fmt: skip
PARTNER = (
    "partner", "partner name", "partner id", "partner location", "partner location id", "location id", "mpn id",
    "partnernamn", "partnernummer", "partnername", "nom du partenaire", "partenaire", "id partenaire", "socio",
    "nombre del socio", "nombre del partner", "nome del partner", "partnernavn", "kumppani", "parceiro",
    "nome do parceiro", "nazwa partnera",
)  # fmt: skip
LINE_ID = (
    "line id", "plan line id", "plan line", "line item id", "line item", "line no", "line number", "line", "rad id",
    "radnummer", "planrad", "rad", "positionsnummer", "planposition", "zeilen id", "position", "pos", "ligne de plan",
    "numéro de ligne", "n° de ligne", "id ligne", "ligne", "id de línea", "línea", "línea del plan", "id riga",
    "riga", "riga del piano", "regel id", "regelnummer", "planregel", "regel", "linje id", "linjenummer", "planlinje",
    "linje", "rivin tunnus", "rivinumero", "rivi", "id da linha", "linha", "linha do plano", "numer pozycji",
    "pozycja",
)  # fmt: skip

PLAN: Aliases = {
    "line_id": (*LINE_ID, "id"),
    "campaign_name": (
        "campaign name", "campaign", "campaign title", "kampanjnamn", "kampanj", "kampagnenname", "kampagne",
        "name der kampagne", "nom de la campagne", "nom de campagne", "campagne", "nombre de la campaña", "campaña",
        "nome della campagna", "campagna", "campagnenaam", "kampagnenavn", "kampanjenavn", "kampanje",
        "kampanjan nimi", "nome da campanha", "campanha", "nazwa kampanii", "kampania", "name",
    ),
    "activity_type": (
        "activity type", "type of activity", "activity category", "aktivitetstyp", "typ av aktivitet",
        "aktivitätstyp", "aktivitaetstyp", "art der aktivität", "type d'activité", "type activité",
        "tipo de actividad", "tipo di attività", "type activiteit", "activiteitstype", "aktivitetstype",
        "toimenpiteen tyyppi", "tipo de atividade", "rodzaj działania", "typ działania",
    ),
    "activity": (
        "activity", "activity name", "aktivitet", "aktivität", "activité", "nom de l'activité", "actividad",
        "attività", "activiteit", "toimenpide", "atividade", "działanie",
    ),
    "start_date": (
        "start date", "activity start", "campaign start", "start", "starts", "begin", "begin date", "from",
        "date from", "startdatum", "från", "från och med", "from date", "beginn", "anfangsdatum", "von",
        "date de début", "date début", "début", "du", "fecha de inicio", "inicio", "desde", "data di inizio",
        "inizio", "dal", "begindatum", "startdato", "fra", "fra dato", "alkupäivä", "alkaa", "data de início",
        "início", "data rozpoczęcia", "początek", "od",
    ),
    "end_date": (
        "end date", "activity end", "campaign end", "end", "ends", "finish", "to", "until", "date to", "to date",
        "slutdatum", "slut", "till", "till och med", "enddatum", "ende", "bis", "date de fin", "date fin", "fin",
        "au", "fecha de fin", "fecha final", "hasta", "data di fine", "fine", "al", "einddatum", "tot", "slutdato",
        "sluttdato", "til", "til dato", "loppupäivä", "päättyy", "data de fim", "fim", "até", "data zakończenia",
        "koniec", "do",
    ),
    "approved_amount": (
        "approved amount", "approved", "amount approved", "approved budget", "budget limit", "godkänt belopp",
        "godkänt", "beviljat belopp", "beviljat", "genehmigter betrag", "genehmigt", "bewilligter betrag",
        "montant approuvé", "montant accordé", "approuvé", "importe aprobado", "aprobado", "importo approvato",
        "approvato", "goedgekeurd bedrag", "goedgekeurd", "godkendt beløb", "godkendt", "godkjent beløp", "godkjent",
        "hyväksytty summa", "hyväksytty", "montante aprovado", "valor aprovado", "aprovado", "zatwierdzona kwota",
        "kwota zatwierdzona", "budget", "amount", "belopp", "betrag", "montant", "importe", "importo", "bedrag",
        "beløb", "beløp", "summa", "valor", "kwota",
    ),
    "currency": CURRENCY,
    "reference": (
        "reference", "references", "reference number", "ref", "document numbers", "referens", "referenser",
        "referensnummer", "referenz", "referenzen", "referenznummer", "référence", "références", "order number",
        "purchase order", "po number", "ordernummer", "bestellnummer", "numéro de commande", "referencia",
        "riferimento", "referentie", "referanse", "viite", "referência", "referencja", "numer referencyjny",
    ),
    "programme": (
        "programme", "program", "programme name", "program name", "fund", "programm", "programmet",
        "programme de financement", "programa", "programma", "fondo", "ohjelma",
    ),
    "period": (
        "period", "usage period", "budget period", "programperiod", "zeitraum", "nutzungszeitraum", "période",
        "période d'utilisation", "período", "periodo", "periode", "jakso", "kausi", "okres",
    ),
    "partner": PARTNER,
    "plan": ("plan", "plan name", "plan id", "plannamn", "planname", "nom du plan"),
    "countries": (
        "countries", "country", "market", "markets", "land", "länder", "marknad", "markt", "märkte", "pays", "marché",
        "marchés", "país", "países", "paese", "paesi", "landen", "lande", "maa", "maat", "kraj", "kraje",
    ),
    "preapproval_id": (
        "preapproval id", "pre-approval id", "preapproval", "pre-approval", "prior approval id", "approval id",
        "förgodkännande id", "förgodkännande", "vorabgenehmigungs id", "vorabgenehmigung", "id de préapprobation",
        "id de pré-approbation", "préapprobation", "identificador de aprobación previa", "id di pre-approvazione",
        "forhåndsgodkendelse", "forhåndsgodkjenning", "ennakkohyväksyntä", "pré-aprovação",
    ),
    "expected_evidence": (
        "expected evidence", "evidence", "expected proof", "required evidence", "proof of execution", "poe",
        "förväntade underlag", "underlag", "bevis", "erwartete nachweise", "nachweise", "nachweis",
        "justificatifs attendus", "justificatifs", "preuves", "justificantes", "giustificativi", "bewijsstukken",
        "dokumentation", "dokumentasjon", "tositteet", "comprovativos", "dowody",
    ),
    "approved_on": (
        "approved on", "approval date", "date of approval", "date approved", "godkänd den", "godkännandedatum",
        "genehmigt am", "genehmigungsdatum", "approuvé le", "date d'approbation", "fecha de aprobación",
        "data di approvazione", "goedgekeurd op", "godkendt den", "godkjent den", "hyväksymispäivä",
    ),
    "vendor": (
        "vendor", "vendor name", "expected vendor", "supplier", "supplier name", "leverantör", "lieferant",
        "anbieter", "fournisseur", "prestataire", "proveedor", "fornitore", "leverancier", "leverandør", "toimittaja",
        "fornecedor", "dostawca",
    ),
    "language": (
        "language", "partner language", "språk", "sprache", "langue", "idioma", "lingua", "taal", "sprog", "kieli",
        "língua", "język",
    ),
}  # fmt: skip

CLAIMS: Aliases = {
    "claim_id": (
        "claim id", "claim number", "claim no", "claim", "anspråksnummer", "anspråk id", "anspråk", "ersättningskrav",
        "antragsnummer", "anspruchsnummer", "antrags id", "antrag", "numéro de demande", "n° de demande",
        "id demande", "demande", "número de reclamación", "reclamación", "numero richiesta", "richiesta",
        "claimnummer", "kravnummer", "krav", "vaatimuksen numero", "vaatimus", "número do pedido", "pedido",
        "numer wniosku", "wniosek", "id",
    ),
    "line_id": LINE_ID,
    "poe_name": (
        "poe name", "poe", "proof of execution", "claim name", "namn", "nachweis", "nom", "name", "nom de la preuve",
        "nombre", "nome", "naam", "navn", "nimi", "nazwa",
    ),
    "poe_date": (
        "poe date", "date of execution", "execution date", "claim date", "datum", "utförandedatum",
        "datum för genomförande", "ausführungsdatum", "datum der durchführung", "date d'exécution",
        "fecha de ejecución", "data di esecuzione", "uitvoeringsdatum", "udførelsesdato", "gjennomføringsdato",
        "toteutuspäivä", "data de execução", "data wykonania", "date", "fecha", "data", "dato", "päivämäärä",
    ),
    "claimed_amount": (
        "claimed amount", "amount claimed", "claim amount", "claimed", "requested amount", "begärt belopp", "begärt",
        "beantragter betrag", "beantragt", "geforderter betrag", "montant demandé", "montant réclamé",
        "importe reclamado", "reclamado", "importo richiesto", "richiesto", "geclaimd bedrag", "gevraagd bedrag",
        "krævet beløb", "krevd beløp", "vaadittu summa", "valor pedido", "montante pedido", "wnioskowana kwota",
        "amount", "belopp", "betrag", "montant", "quantité", "importe", "importo", "bedrag", "beløb", "beløp",
        "summa", "valor", "kwota", "cantidad",
    ),
    "currency": CURRENCY,
    "documents": (
        "documents", "document", "files", "file", "file names", "attachments", "evidence", "invoices", "dokument",
        "filer", "underlag", "bilagor", "dokumente", "dateien", "anlagen", "belege", "pièces jointes", "fichiers",
        "justificatifs", "documentos", "archivos", "documenti", "allegati", "documenten", "bijlagen", "dokumenter",
        "vedlegg", "bilag", "asiakirjat", "liitteet", "ficheiros", "anexos", "dokumenty", "załączniki",
    ),
    "partner": PARTNER,
    "submitted": (
        "submitted", "submitted on", "submission date", "date submitted", "inskickad", "inskickat", "inlämnad",
        "eingereicht", "eingereicht am", "einreichungsdatum", "soumis", "soumis le", "date de soumission", "enviado",
        "fecha de envío", "inviato", "data di invio", "ingediend", "ingediend op", "indsendt", "sendt inn",
        "lähetetty", "toimitettu", "enviado em", "data de envio", "złożono", "data złożenia",
    ),
    "programme": PLAN["programme"],
    "period": PLAN["period"],
    "countries": PLAN["countries"],
    "preapproval_id": PLAN["preapproval_id"],
    "expense_category": (
        "expense category", "expense type", "category", "cost category", "kostnadsslag", "kategori", "kostenart",
        "ausgabenkategorie", "kategorie", "catégorie de dépense", "catégorie", "categoría", "categoria", "categorie",
    ),
    "note": (
        "note", "notes", "explanatory note", "comment", "comments", "additional information", "kommentar",
        "anteckning", "anmerkung", "bemerkung", "notiz", "remarque", "commentaire", "nota", "comentario", "opmerking",
        "bemærkning", "huomautus", "uwagi",
    ),
    "reach": (
        "reach", "estimated reach", "people reached", "estimated impressions", "uppskattade visningar", "räckvidd",
        "reichweite", "geschätzte impressionen", "portée", "impressions estimées", "impresiones estimadas",
    ),
    "impressions": ("impressions", "ad impressions", "visningar", "impressionen", "impresiones"),
    "clicks": ("clicks", "klick", "klicks", "clics"),
    "calls": ("calls", "number of calls", "samtal", "anrufe", "appels", "llamadas"),
    "contacts": (
        "contacts", "successful contacts", "number of successful contacts", "lyckade kontakter",
        "erfolgreiche kontakte", "contacts aboutis",
    ),
    "registrations": (
        "registrations", "registered guests", "number of registered guests", "registrants", "anmälda", "anmeldungen",
        "inscriptions", "inscritos",
    ),
    "attendees": (
        "attendees", "number of attendees", "participants", "deltagare", "teilnehmer", "teilnehmerzahl",
        "nombre de participants", "asistentes",
    ),
    "persons": ("persons", "number of persons", "people", "personer", "personen", "personnes", "personas"),
    "leads": ("leads", "number of leads"),
    "circulation": ("circulation", "upplaga", "auflage", "tirage"),
    "results": ("results",),
}  # fmt: skip

# The figures of a claim, by the names of metrics in programmes.
METRICS = (
    "reach", "impressions", "clicks", "calls", "contacts", "registrations", "attendees", "persons", "leads",
    "circulation", "results",
)  # fmt: skip
