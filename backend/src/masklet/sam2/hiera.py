"""The Hiera trunk: four stages of attention in windows, some over the whole picture, each stage twice as coarse.

Legend: B batch, H W grid, C channels, h heads, N tokens of a window. Source: the Hiera and SAM 2 papers.
"""

from itertools import accumulate

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from masklet.sam2.attention import attention
from masklet.sam2.config import TrunkConfig
from masklet.sam2.derived import Derived
from masklet.sam2.layers import Mlp

PATCH_STRIDE = 4
TOKENS_AT_ONCE = 2048  # of windows that a CPU works on


class Hiera(nn.Module):
    """Picture -> four maps, fine (stride 4) to coarse (stride 32)."""

    def __init__(self, config: TrunkConfig) -> None:
        super().__init__()
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(3, config.width, 7, PATCH_STRIDE, 3)})
        grid, window = config.background_grid, config.windows[0]
        self.pos_embed = nn.Parameter(torch.zeros(1, config.width, grid, grid))
        self.pos_embed_window = nn.Parameter(torch.zeros(1, config.width, window, window))
        self.blocks = nn.ModuleList(_blocks(config))
        self._stage_ends = {count - 1 for count in accumulate(config.blocks)}
        self._positions = Derived[Tensor]()

    def forward(self, pixels_B3HW: Tensor) -> list[Tensor]:
        """[B, 3, H, W], sides multiples of 32 -> four [B, h, w, C]."""
        x_BHWC = self.patch_embed["proj"](pixels_B3HW).permute(0, 2, 3, 1)
        x_BHWC = x_BHWC + self._position_table(x_BHWC.shape[1], x_BHWC.shape[2])
        stages = []
        for index, block in enumerate(self.blocks):
            x_BHWC = block(x_BHWC)
            if index in self._stage_ends:
                stages.append(x_BHWC)
        return stages

    def _position_table(self, height: int, width: int) -> Tensor:
        """[1, H, W, C]: the background grid spread over the picture, and the window's table over and over."""
        table, window = self.pos_embed, self.pos_embed_window
        if torch.is_grad_enabled():
            return _positions(table, window, height, width)
        return self._positions.get([table, window], (height, width), lambda: _positions(table, window, height, width))


class Block(nn.Module):
    """Attention and MLP. Where the width grows, queries are pooled 2x2 and the grid halves.

    `window` is the side of a window in tokens before pooling; 0: the whole picture.
    """

    def __init__(self, width: int, out_width: int, heads: int, window: int) -> None:
        super().__init__()
        self._window = window
        self._pools = out_width != width
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = WindowAttention(width, out_width, heads, self._pools)
        self.norm2 = nn.LayerNorm(out_width, eps=1e-6)
        self.mlp = Mlp((out_width, 4 * out_width, out_width), F.gelu)
        if self._pools:
            self.proj = nn.Linear(width, out_width)

    def forward(self, x_BHWC: Tensor) -> Tensor:
        """[B, H, W, width] -> [B, H or H/2, W or W/2, out_width]. Rows of windows know nothing of each other: on a CPU they
        are worked on a few at a time, so that what lies between two layers stays in its cache."""
        height, width = x_BHWC.shape[1:3]
        if self._window == 0 or x_BHWC.device.type != "cpu" or torch.is_grad_enabled():
            return self._whole(x_BHWC)
        step = self._window * max(1, TOKENS_AT_ONCE // (self._window * width))
        return torch.cat([self._whole(x_BHWC[:, top : top + step]) for top in range(0, height, step)], dim=1)

    def _whole(self, x_BHWC: Tensor) -> Tensor:
        normal = self.norm1(x_BHWC)
        shortcut = _pool(self.proj(normal)) if self._pools else x_BHWC
        x_BHWC = shortcut + self._attend(normal, shortcut.shape[1], shortcut.shape[2])
        return torch.as_tensor(x_BHWC + self.mlp(self.norm2(x_BHWC)))

    def _attend(self, x_BHWC: Tensor, out_height: int, out_width: int) -> Tensor:
        if self._window == 0:
            return torch.as_tensor(self.attn(x_BHWC))
        windows, rows, columns = _to_windows(x_BHWC, self._window)
        return _from_windows(self.attn(windows), rows, columns)[:, :out_height, :out_width]


class WindowAttention(nn.Module):
    """Attention of several heads inside each [H, W] grid of a batch."""

    def __init__(self, width: int, out_width: int, heads: int, pools: bool) -> None:
        super().__init__()
        self._heads, self._pools = heads, pools
        self.qkv = nn.Linear(width, 3 * out_width)
        self.proj = nn.Linear(out_width, out_width)

    def forward(self, x_BHWC: Tensor) -> Tensor:
        """[B, H, W, width] -> [B, H', W', out_width]."""
        query, key, value = self.qkv(x_BHWC).chunk(3, dim=-1)
        if self._pools:
            query = _pool(query)
        out_BhNc = attention(self._split(query), self._split(key), self._split(value))
        out_BHWC = out_BhNc.transpose(1, 2).reshape(query.shape)
        return torch.as_tensor(self.proj(out_BHWC))

    def _split(self, x_BHWC: Tensor) -> Tensor:
        """[B, H, W, C] -> [B, h, H * W, C / h]."""
        return x_BHWC.reshape(x_BHWC.shape[0], -1, self._heads, x_BHWC.shape[3] // self._heads).transpose(1, 2)


def _positions(background: Tensor, window: Tensor, height: int, width: int) -> Tensor:
    spread = F.interpolate(background.float(), (height, width), mode="bicubic")
    side = window.shape[-1]
    tiles = window.repeat(1, 1, -(-height // side), -(-width // side))[:, :, :height, :width]
    return (spread + tiles).permute(0, 2, 3, 1).to(background.dtype).contiguous()


def _blocks(config: TrunkConfig) -> list[Block]:
    blocks: list[Block] = []
    width, window = config.width, config.windows[0]
    for stage, count in enumerate(config.blocks):
        for place in range(count):
            # the block that pools still attends in windows of the stage before
            out_width = config.widths[stage]
            used = window if place == 0 else config.windows[stage]
            side = 0 if len(blocks) in config.global_blocks else used
            blocks.append(Block(width, out_width, config.heads * 2**stage, side))
            width = out_width
        window = config.windows[stage]
    return blocks


def _pool(x_BHWC: Tensor) -> Tensor:
    """The largest of each 2x2."""
    return F.max_pool2d(x_BHWC.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)


def _to_windows(x_BHWC: Tensor, side: int) -> tuple[Tensor, int, int]:
    """[B * rows * columns, side, side, C], zeros beyond the edge; and the numbers of rows and columns of windows."""
    height, width = x_BHWC.shape[1:3]
    rows, columns = -(-height // side), -(-width // side)
    x_BHWC = F.pad(x_BHWC, (0, 0, 0, columns * side - width, 0, rows * side - height))
    windows = x_BHWC.reshape(-1, rows, side, columns, side, x_BHWC.shape[3]).transpose(2, 3)
    return windows.flatten(0, 2).contiguous(), rows, columns


def _from_windows(windows: Tensor, rows: int, columns: int) -> Tensor:
    """[B * rows * columns, side, side, C] -> [B, rows * side, columns * side, C]."""
    side, channels = windows.shape[1], windows.shape[3]
    grid = windows.reshape(-1, rows, columns, side, side, channels).transpose(2, 3)
    return grid.reshape(-1, rows * side, columns * side, channels)
