"""Care at home, as a textbook Django REST framework application has it."""
