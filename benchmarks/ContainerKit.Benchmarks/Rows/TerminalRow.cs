using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>The output stream of a terminal with a large output.</summary>
internal sealed class TerminalRow : Row
{
    private Container? _container;
    private int _length;

    public override string Name => "terminal";

    public override string Title => $"a terminal's process prints {_length / 1e6:0.#} MB, read as a stream";

    public override int Rounds => 5;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("docker exec -t", () => Tool.RunAsync($"docker exec -t {_container!.Id} {string.Join(' ', Command)} > /dev/null"))
        {
            IsInProcess = false,
        },
        new("ContainerKit, Terminal.Output", ReadAsync) { Goal = 1.1 },
    ];

    private string[] Command => ["head", "-c", $"{_length}", "/dev/zero"];

    public override async Task PrepareAsync(Scale scale)
    {
        _length = scale.Of(200_000_000, 2_000_000);
        _container = await Lab.Image.Run(Lab.Sleep);
    }

    public override ValueTask ReleaseAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ReadAsync()
    {
        await using var terminal = await _container!.OpenTerminalAsync(Command);
        using var target = new CountingStream();
        await terminal.Output.CopyToAsync(target);
        Lines.Check(target.Length, _length);
        Lines.Check(await terminal.WaitAsync(), 0);
    }
}
