"""Operations in threads, and who keeps them."""
