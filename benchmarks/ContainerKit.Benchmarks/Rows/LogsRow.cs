using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;
using Docker.DotNet;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>The log of a container that has exited, as lines and as bytes.</summary>
/// <param name="lab">The clients.</param>
/// <param name="size">The number of lines; null for that of the table.</param>
internal sealed class LogsRow(Lab lab, int? size = null) : Row
{
    private Container? _container;
    private int _lines;

    public override string Name => size is null ? "logs" : $"logs-{size}";

    public override string Title => $"read {_lines * Lines.Length / 1e6:0.#} MB of log, lines of {Lines.Length} bytes";

    public override int Rounds => 5;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("curl", () => Tool.RunAsync(lab.Curl(LogPath, "-o /dev/null"))) { IsInProcess = false },
        new("docker logs", () => Tool.RunAsync($"docker logs {_container!.Id} > /dev/null")) { IsInProcess = false },
        new("HttpClient, raw bytes", () => lab.Http.DrainAsync(lab.Path(LogPath))),
        new("ContainerKit, LogsAsync", ReadLinesAsync) { Goal = 1.1, MeasuresPeak = size is not null },
        new("ContainerKit, CopyLogAsync", CopyAsync) { Goal = 1.05 },
        new("Docker.DotNet, bytes", ReadDockerDotNetAsync),
    ];

    private string LogPath => $"containers/{_container!.Id}/logs?stdout=1&stderr=1";

    public override async Task PrepareAsync(Scale scale)
    {
        _lines = size ?? scale.Of(1_000_000, 20_000);
        _container = await Lab.Image.Run(Lines.Print(_lines));
        await _container.WaitAsync();
    }

    public override ValueTask ReleaseAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ReadLinesAsync()
    {
        var count = 0;
        await foreach (var line in _container!.LogsAsync())
        {
            count++;
            if (line.Text.Length != Lines.Length - 1) throw new InvalidOperationException($"The line is '{line.Text}'.");
        }

        Lines.Check(count, _lines);
    }

    private async Task CopyAsync()
    {
        using var target = new CountingStream();
        await _container!.CopyLogAsync(target, new LogOptions());
        Lines.Check(target.Length, (long)_lines * Lines.Length);
    }

    private async Task ReadDockerDotNetAsync() =>
        Lines.Check(await DrainAsync(lab.DockerDotNet, _container!.Id, follow: false), (long)_lines * Lines.Length);

    /// <summary>Reads a log with Docker.DotNet, and returns the number of bytes.</summary>
    public static async Task<long> DrainAsync(DockerClient client, string id, bool follow, long limit = long.MaxValue)
    {
        using var stream = await client.Containers.GetContainerLogsAsync(
            id, new() { ShowStdout = true, ShowStderr = true, Follow = follow });
        var buffer = new byte[80 * 1024];
        long sum = 0;
        while (sum < limit && await stream.ReadOutputAsync(buffer, 0, buffer.Length, CancellationToken.None) is { EOF: false } result)
            sum += result.Count;
        return sum;
    }
}
