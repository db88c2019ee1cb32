"""What a paper asks of the API, as its reader: the same scope, the same masks, on the same record of reads."""

_BODY = "{ code name type external }"
LETTER = f"""query($id: ID!) {{ transfer(id: $id) {{
  kind state introducedOn presentBy
  origin {_BODY} destination {_BODY}
  letter {{ number issuedOn presentBy code issuer {{ code name parent {{ name type }} }} }}
  member {{ fullName fileNumber cardNumber state admittedOn fullMemberOn feesPaidThrough homeCell {{ name }} }}
  route {{ index originSide organization {_BODY} }}
  timeline {{ step text state actedOn paperNumber remark signatory organization {{ code }} }} }} }}"""
RESTRUCTURING = """query($id: ID!, $line: Int!, $named: Boolean!) { restructuring(id: $id) {
  title state effectiveOn decisionNumber decisionDate
  operations(first: 1) { totalCount }
  report { digest counts { name count } accessChanges { code gains loses } }
  proof { membersBefore membersAfter cardsBefore cardsAfter openTransfersBefore openTransfersAfter guestsBefore
    guestsAfter evaluationsBefore evaluationsAfter seatsBefore seatsAfter exceptions { kind count why } digest holds }
  ledger(firstLine: $line) { members full parts digest
    movements { fromCode fromName toCode toName members full probationary }
    lines @include(if: $named) { number fullName fileNumber cardNumber full fromCode toCode } } } }"""
TIMELINE = f"""query($id: ID!) {{ transfer(id: $id) {{
  kind state presentBy overdue onHold
  origin {_BODY} destination {_BODY} currentHolder {_BODY}
  member {{ fullName fileNumber }} letter {{ number }}
  dossier {{ text missing }}
  timeline {{ text actedOn paperNumber remark organization {{ name }} }} }} }}"""
