"""The engines that the API's tests see: one that lacks its checkpoint, one that is ready."""

from masklet.domain.tracking import EngineInfo

ENGINES = [
    EngineInfo(
        "sam2",
        "SAM 2",
        "The network.",
        False,
        "There is no checkpoint.",
        "CPU",
        "A checkpoint.",
        "float32",
        812.5,
        (1024, 512),
        "sam2",
    ),
    EngineInfo("flow", "Built-in", "Flow and colours.", True, "", "CPU", "Nothing."),
]
