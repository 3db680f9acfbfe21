"""Builders: names and paths of configurations, checkpoints right and wrong, options known and unknown."""

import inspect
import shutil

import pytest
import torch

import masklet.sam2_api as api
from masklet.domain.errors import CheckpointNotFound, CheckpointUnreadable, EngineUnavailable, InvalidInput
from masklet.sam2_api.builders import find_config
from masklet.sam2_api.options import BuildOptions, parse_options

PICO = "sam2.1_hiera_pico"
BUILDERS = [api.build_sam2, api.build_sam2_video_predictor]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    """With weights unlike those of a model without a checkpoint."""
    file = tmp_path_factory.mktemp("checkpoints") / f"{PICO}.pt"
    tensors = {name: tensor + 0.5 for name, tensor in api.build_sam2(PICO).state_dict().items()}
    torch.save({"model": tensors}, file)
    return file


def test_the_names_that_users_import():
    assert set(api.__all__) <= set(dir(api))
    first = ["config_file", "ckpt_path", "device", "mode", "hydra_overrides_extra", "apply_postprocessing"]
    assert list(inspect.signature(api.build_sam2).parameters) == [*first, "kwargs"]
    assert list(inspect.signature(api.build_sam2_video_predictor).parameters) == [*first, "vos_optimized", "kwargs"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("sam2.1_hiera_tiny", "sam2.1_hiera_tiny"),
        ("configs/sam2.1/sam2.1_hiera_t.yaml", "sam2.1_hiera_tiny"),
        ("configs/sam2/sam2_hiera_b+.yaml", "sam2_hiera_base_plus"),
        ("sam2_hiera_l.yaml", "sam2_hiera_large"),
        ("/somewhere/else/sam2.1_hiera_s.yaml", "sam2.1_hiera_small"),
        ("facebook/sam2-hiera-base-plus", "sam2_hiera_base_plus"),
    ],
)
def test_configurations_by_any_of_their_names(given, name):
    assert find_config(given).name == name


@pytest.mark.parametrize("build", BUILDERS)
def test_an_unknown_configuration(build):
    with pytest.raises(InvalidInput, match=r"called 'sam3\.yaml'; known are sam2\.1_hiera_tiny"):
        build("sam3.yaml")


@pytest.mark.parametrize("build", BUILDERS)
def test_a_module_with_the_checkpoints_keys(build, checkpoint):
    model = build(PICO, str(checkpoint), device="cpu")
    wanted = torch.load(checkpoint)["model"]
    state = model.state_dict()
    assert state.keys() == wanted.keys()
    assert all(torch.equal(state[name], wanted[name]) and state[name].dtype == torch.float32 for name in wanted)
    assert (model.image_size, model.device, model.training) == (
        find_config(PICO).image_size,
        torch.device("cpu"),
        False,
    )
    other = build(PICO, device="cpu")
    assert not torch.equal(other.state_dict()["no_obj_ptr"], wanted["no_obj_ptr"])
    other.load_state_dict(wanted)
    assert torch.equal(other.state_dict()["no_obj_ptr"], wanted["no_obj_ptr"])
    assert other.eval() is other
    assert other.to("cpu").to(torch.float32) is other
    with pytest.raises(RuntimeError, match="no_obj_ptr"):
        other.load_state_dict({name: tensor for name, tensor in wanted.items() if name != "no_obj_ptr"})


@pytest.mark.parametrize("build", BUILDERS)
def test_modes_and_devices(build):
    assert build(PICO).device.type == ("cuda" if torch.cuda.is_available() else "cpu")
    training = build(PICO, device="cpu", mode="train")
    assert training.training
    assert all(parameter.requires_grad for parameter in training.parameters())
    with pytest.raises(InvalidInput, match="mode"):
        build(PICO, mode="fast")
    with pytest.raises(EngineUnavailable, match="cuda:99"):
        build(PICO, device="cuda:99")
    with pytest.raises(EngineUnavailable, match="abacus"):
        build(PICO, device="abacus")


def test_safetensors(checkpoint, tmp_path):
    from safetensors.torch import save_file

    tensors = torch.load(checkpoint)["model"]
    save_file(tensors, tmp_path / "weights.bin")
    model = api.build_sam2(PICO, tmp_path / "weights.bin")
    assert torch.equal(model.state_dict()["no_obj_ptr"].cpu(), tensors["no_obj_ptr"])


def wrong_files(checkpoint, folder):
    tensors = torch.load(checkpoint)["model"]
    names = list(tensors)
    (folder / "truncated.pt").write_bytes(checkpoint.read_bytes()[:-1000])
    (folder / "text.pt").write_text("no checkpoint")
    torch.save(tensors, folder / "bare.pt")
    torch.save({"model": {name: tensors[name] for name in names[5:]}}, folder / "missing.pt")
    torch.save({"model": {**tensors, "head.weight": torch.ones(2)}}, folder / "more.pt")
    torch.save({"model": {**tensors, names[0]: torch.ones(3)}}, folder / "shape.pt")
    torch.save({"model": {**tensors, names[0]: tensors[names[0]] * torch.nan}}, folder / "nan.pt")
    return names


@pytest.mark.parametrize("build", BUILDERS)
def test_wrong_files(build, checkpoint, tmp_path):
    names = wrong_files(checkpoint, tmp_path)
    said = {
        "truncated": "cut off",
        "text": "no checkpoint",
        "bare": f'no "model" entry .* {names[0]}',
        "missing": f"5 tensors are missing, {names[0]}, {names[1]}",
        "more": "1 tensors do not belong, head.weight",
        "shape": f"{names[0]} .* instead of",
        "nan": f"no numbers in {names[0]}",
    }
    for name, sentence in said.items():
        with pytest.raises(CheckpointUnreadable, match=sentence):
            build(PICO, tmp_path / f"{name}.pt")
    with pytest.raises(CheckpointNotFound, match=r"'nothing\.pt'"):
        build(PICO, tmp_path / "nothing.pt")


def test_local_paths_in_place_of_ids(checkpoint, tmp_path):
    wanted = torch.load(checkpoint)["model"]["no_obj_ptr"]
    for path in (checkpoint, checkpoint.parent, str(checkpoint)):
        for build in (api.build_sam2_hf, api.build_sam2_video_predictor_hf):
            assert torch.equal(build(path, device="cpu").state_dict()["no_obj_ptr"], wanted)
    predictor = api.SAM2ImagePredictor.from_pretrained(str(checkpoint), device="cpu", mask_threshold=0.25)
    assert (predictor.mask_threshold, predictor.device.type) == (0.25, "cpu")
    assert api.SAM2VideoPredictor.from_pretrained(checkpoint.parent, device="cpu").device.type == "cpu"
    shutil.copy(checkpoint, tmp_path / "mine.pt")
    with pytest.raises(InvalidInput, match=r"'mine\.pt' does not tell"):
        api.build_sam2_hf(tmp_path / "mine.pt")
    with pytest.raises(CheckpointNotFound, match="holds no checkpoint"):
        api.build_sam2_hf(tmp_path)
    for name in (PICO, "sam2_hiera_tiny"):
        shutil.copy(checkpoint, tmp_path / f"{name}.pt")
    with pytest.raises(InvalidInput, match=rf"sam2_hiera_tiny\.pt, {PICO}\.pt"):
        api.build_sam2_hf(tmp_path)
    for nothing in ("gone.pt", "/gone", "someone/else", "facebook/sam2.1-hiera-huge"):
        with pytest.raises(CheckpointNotFound):
            api.build_sam2_hf(nothing)


def test_known_options():
    assert parse_options([], {}) == BuildOptions()
    overrides = ["++model.image_size=512", "model.fill_hole_area=4", "+model.compile_image_encoder=True"]
    assert parse_options(overrides, {}) == BuildOptions(image_size=512, fill_hole_area=4)
    assert parse_options(overrides, {"image_size": 768, "vos_optimized": True}).image_size == 768
    stability = "++model.sam_mask_decoder_extra_args.dynamic_multimask"
    given = [
        f"{stability}_via_stability=false",
        f"{stability}_stability_thresh=0.98",
        "++model.non_overlap_masks=false",
    ]
    assert parse_options(given, {}) == BuildOptions(falls_back=False)
    assert parse_options(["++model.add_all_frames_to_correct_as_cond=true"], {}).add_all_frames_to_correct_as_cond


@pytest.mark.parametrize(
    ("overrides", "keywords", "sentence"),
    [
        (["++model.image_size=big"], {}, "image_size is of type int"),
        (["++model.image_size=true"], {}, "image_size is of type int"),
        (["++model.colour=red"], {}, "no option 'colour'; known are image_size"),
        (["++model.non_overlap_masks=true"], {}, "non_overlap_masks is False here"),
        (["image_size"], {}, "written"),
        ("++model.image_size=512", {}, "list of strings"),
        ([], {"ckpt": "x.pt"}, "no option 'ckpt'"),
    ],
)
@pytest.mark.parametrize("build", BUILDERS)
def test_unknown_options_are_named(build, overrides, keywords, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        build(PICO, device="cpu", hydra_overrides_extra=overrides, **keywords)


@pytest.mark.parametrize("build", BUILDERS)
def test_a_smaller_image(build):
    assert build(PICO, device="cpu", hydra_overrides_extra=["++model.image_size=64"]).image_size == 64
    with pytest.raises(InvalidInput, match="multiple of 32"):
        build(PICO, device="cpu", image_size=100)


def test_what_video_predictors_are_made_with():
    plain = api.build_sam2_video_predictor(PICO, device="cpu")
    assert plain.fill_hole_area == 0
    assert api.build_sam2_video_predictor(PICO, device="cpu", fill_hole_area=8, vos_optimized=True).fill_hole_area == 8
    with pytest.warns(UserWarning, match="Without postprocessing"):
        api.build_sam2_video_predictor(PICO, device="cpu", apply_postprocessing=False)
