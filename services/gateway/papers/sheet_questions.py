"""What a printed register and a cell's monthly sheet ask of the API, page by page."""

REGISTER = """query($id: ID!, $year: Int!, $after: String) {
  node(id: $id) { ... on Organization { code name } }
  letterRegister(organization: $id, year: $year, first: 100, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { number issuedOn presentBy presentedOn voided transfer { kind member { fullName fileNumber }
      origin { name } destination { name } } } } }"""
CELL = """query($id: ID!, $after: String) {
  node(id: $id) { ... on Organization { code name type
    headcount { total full probationary temporaryGuests inTransit } } }
  members(organization: $id, first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { fullName fileNumber state exempt temporaryCell { name } } } }"""
