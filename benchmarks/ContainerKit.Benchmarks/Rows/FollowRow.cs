using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>
/// A log that is followed from the start of the container to its last line. The container does not exit after it: Docker Engine
/// 20.10.24 was observed to leave out lines if a container exits while its log is followed, for curl and the Docker CLI as well.
/// </summary>
internal sealed class FollowRow(Lab lab) : Row
{
    // The header of a frame.
    private const int FrameLength = 8 + Lines.Length;

    private Container? _container;
    private int _lines;

    public override string Name => "follow";

    public override string Title =>
        $"follow a log of {_lines * Lines.Length / 1e6:0.#} MB while it is written, with the start of the container";

    public override int Rounds => 5;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("curl", () => StartAndAsync(() => Tool.ReadAsync(lab.Curl(LogPath, "-N"), (long)_lines * FrameLength)))
        {
            IsInProcess = false,
        },
        new("docker logs -f", () => StartAndAsync(() => Tool.ReadAsync($"docker logs -f {_container!.Id}", (long)_lines * Lines.Length)))
        {
            IsInProcess = false,
        },
        new("HttpClient, raw bytes", () => StartAndAsync(ReadPlainAsync)),
        new("ContainerKit, LogsAsync", () => StartAndAsync(ReadLinesAsync)) { Goal = 1.05 },
        new("Docker.DotNet, bytes", () => StartAndAsync(ReadDockerDotNetAsync)),
    ];

    private string LogPath => $"containers/{_container!.Id}/logs?stdout=1&stderr=1&follow=1";

    public override Task PrepareAsync(Scale scale)
    {
        _lines = scale.Of(500_000, 10_000);
        return Task.CompletedTask;
    }

    public override async Task BeforeEachAsync() => _container = await Lab.Image.Create(Lines.PrintAndStay(_lines));

    public override async Task AfterEachAsync()
    {
        if (_container is not null) await _container.DisposeAsync();
    }

    private async Task StartAndAsync(Func<Task> read)
    {
        await lab.Http.PostAsync(lab.Path($"containers/{_container!.Id}/start"), "");
        await read();
    }

    private async Task ReadPlainAsync()
    {
        var length = (long)_lines * FrameLength;
        Lines.Check(await lab.Http.DrainAsync(lab.Path(LogPath), length), length);
    }

    private async Task ReadLinesAsync()
    {
        var count = 0;
        await foreach (var line in _container!.LogsAsync(new LogOptions { Follow = true }))
        {
            if (line.Text.Length != Lines.Length - 1) throw new InvalidOperationException($"The line is '{line.Text}'.");
            if (++count == _lines) break;
        }

        Lines.Check(count, _lines);
    }

    private async Task ReadDockerDotNetAsync()
    {
        var length = (long)_lines * Lines.Length;
        Lines.Check(await LogsRow.DrainAsync(lab.DockerDotNet, _container!.Id, follow: true, length), length);
    }
}
