#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""yaml_to_json.py INPUT.yaml OUTPUT.json: the OpenAPI document as it is served."""
import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as source:
    document = yaml.safe_load(source)
with open(sys.argv[2], "w", encoding="utf-8") as target:
    json.dump(document, target, separators=(",", ":"), ensure_ascii=False)
