"""设施、运营机构、运营合同: public facilities, the private operators who run them, and the contracts that join both."""
