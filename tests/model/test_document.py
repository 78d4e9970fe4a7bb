from mapkit.model import Document


def test_the_id_follows_name_and_text_only():
    first = Document(name="a.txt", text="Shells fell.")
    assert first.document_id == Document(name="a.txt", text="Shells fell.", title="T").document_id
    assert first.document_id != Document(name="b.txt", text="Shells fell.").document_id
    assert first.document_id != Document(name="a.txt", text="Shells fell").document_id


def test_a_lone_surrogate_has_an_id_too():
    assert len(Document(name="a.txt", text="\ud800").document_id) == 16
