"""What Qt's views show; rows change, nothing is ever reset."""
