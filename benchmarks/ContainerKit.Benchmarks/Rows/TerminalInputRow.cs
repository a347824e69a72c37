using System.Globalization;
using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>A large input of a terminal's process.</summary>
internal sealed class TerminalInputRow : Row
{
    private readonly byte[] _piece = new byte[100_000];
    private Container? _container;
    private int _length;

    public override string Name => "terminal-input";

    public override string Title => $"send {_length / 1e6:0.#} MB to a terminal's process without a TTY";

    public override int Rounds => 5;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("docker exec -i", () => Tool.RunAsync($"head -c {_length} /dev/zero | docker exec -i {_container!.Id} wc -c > /dev/null"))
        {
            IsInProcess = false,
        },
        new("ContainerKit, Terminal.SendAsync", SendAsync) { Goal = 1.1 },
    ];

    public override async Task PrepareAsync(Scale scale)
    {
        _length = scale.Of(100_000_000, 1_000_000);
        _container = await Lab.Image.Run(Lab.Sleep);
    }

    public override ValueTask ReleaseAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task SendAsync()
    {
        await using var terminal = await _container!.OpenTerminalAsync(new TerminalSpec("wc", "-c") { Tty = false });
        for (var sent = 0; sent < _length; sent += _piece.Length) await terminal.SendAsync(_piece);
        await terminal.CloseInputAsync();
        using var output = new StreamReader(terminal.Output);
        Lines.Check(int.Parse(await output.ReadToEndAsync(), CultureInfo.InvariantCulture), _length);
    }
}
