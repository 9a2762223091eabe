"""养老服务: care at home under public building and private operation (公建民营), from a request to a proved visit.

Facility (设施): a public asset. Operator (运营机构): who runs it under a contract (运营合同). Caregiver (护理员): who
visits. Request (申请) → assessment (能力评估) → plan (照护计划) → visit (上门) → settlement (结算). Scheme (补贴方案): what
is paid for whom. Entitlement (补贴待遇): what of a scheme an elder is granted, after a check and a publication (公示).
Welfare visit (探访): that somebody from the community looks in on an elder who should not be alone with it. Inspection
(日常检查): what street and district find at an operator's. Performance (考核): how it keeps its contract, by facts alone.
"""
