using System.Formats.Tar;
using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>A large file that is copied to a container or from it. curl sends and extracts a tar archive.</summary>
internal sealed class CopyRow(Lab lab, bool isIn) : Row
{
    private string _folder = "";
    private Container? _container;
    private int _length;

    public override string Name => isIn ? "copy-in" : "copy-out";

    public override string Title => isIn ? $"copy {_length / 1e6:0.#} MB to a container" : $"copy {_length / 1e6:0.#} MB from a container";

    public override int Rounds => 5;

    // docker cp is the base: the goal is to be ahead of it.
    public override IReadOnlyList<Contestant> Contestants =>
    [
        isIn
            ? new("docker cp", () => Tool.RunAsync($"docker cp {Source} {_container!.Id}:/copied")) { IsInProcess = false }
            : new("docker cp", () => Tool.RunAsync($"docker cp {_container!.Id}:/data {Target}")) { IsInProcess = false },
        isIn
            ? new("curl", () => Tool.RunAsync(lab.Curl(Archive("/"), $"-T {Source}.tar"))) { IsInProcess = false }
            : new("curl and tar", () => Tool.RunAsync($"{lab.Curl(Archive("/data"))} | tar -x -C {_folder}/out")) { IsInProcess = false },
        new("ContainerKit", CopyAsync) { Goal = 1.0 },
    ];

    private string Source => Path.Combine(_folder, "data");

    private string Target => Path.Combine(_folder, "out", "data");

    public override async Task PrepareAsync(Scale scale)
    {
        _length = scale.Of(300_000_000, 3_000_000);
        _folder = Directory.CreateTempSubdirectory("containerkit-benchmark-").FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "out"));
        var block = new byte[1_000_000];
        new Random(1).NextBytes(block);
        await using (var file = File.Create(Source))
        {
            for (var i = 0; i < _length / block.Length; i++) await file.WriteAsync(block);
        }

        if (isIn)
        {
            await using var archive = File.Create(Source + ".tar");
            await using var writer = new TarWriter(archive);
            await writer.WriteEntryAsync(Source, "copied");
        }

        _container = await Lab.Image.Run(Lab.Sleep);
        if (!isIn) await _container.CopyInAsync(Source, "/data");
    }

    public override async Task AfterEachAsync()
    {
        if (isIn)
        {
            var result = await _container!.ExecAsync(["stat", "-c", "%s", "/copied"]);
            Lines.Check(long.Parse(result.Stdout, System.Globalization.CultureInfo.InvariantCulture), _length);
            await _container.ExecAsync(["rm", "/copied"]);
        }
        else
        {
            Lines.Check(new FileInfo(Target).Length, _length);
            File.Delete(Target);
        }
    }

    public override async ValueTask ReleaseAsync()
    {
        if (_container is not null) await _container.DisposeAsync();
        if (_folder.Length > 0) Directory.Delete(_folder, recursive: true);
    }

    private Task CopyAsync() =>
        isIn ? _container!.CopyInAsync(Source, "/copied") : _container!.CopyOutAsync("/data", Target);

    private string Archive(string path) => $"containers/{_container!.Id}/archive?path={path}";
}
