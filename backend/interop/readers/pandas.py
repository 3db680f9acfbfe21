"""pandas read_csv: types of the columns, and per visible row object, frame, area and box; how many cells are empty, by column."""

import json
import sys

import pandas

table = pandas.read_csv(sys.argv[1])
seen = table[table.visible == 1]
columns = ["object", "frame_index", "area", "left", "top", "width", "height"]
print(
    json.dumps(
        {
            "types": {name: kind.kind for name, kind in table.dtypes.items()},
            "seen": seen[columns].astype(int).values.tolist(),
            "empty": {name: int(count) for name, count in table.isna().sum().items()},
            "mean_speed": table.groupby("object").speed.mean().round(2).to_dict(),
        }
    )
)
