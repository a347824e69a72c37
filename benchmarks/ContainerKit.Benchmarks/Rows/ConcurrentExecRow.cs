using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>Commands that run in one container at the same time, each with a short output.</summary>
/// <param name="lab">The clients.</param>
/// <param name="size">The number of commands.</param>
internal sealed class ConcurrentExecRow(Lab lab, int size) : Row
{
    private static readonly string[] _command = ["echo", "hi"];

    private Container? _container;

    public override string Name => $"execs-{size}";

    public override string Title => $"{size} execs at once";

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("plain HTTP", () => AllAsync(PlainAsync)),
        new("ContainerKit", () => AllAsync(ExecAsync)) { MeasuresPeak = true },
    ];

    public override async Task PrepareAsync(Scale scale) => _container = await Lab.Image.Run(Lab.Sleep);

    public override ValueTask ReleaseAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task AllAsync(Func<Task> exec) => Task.WhenAll(Enumerable.Range(0, size).Select(_ => exec()));

    private async Task ExecAsync() => Lines.Check((await _container!.ExecAsync(_command)).Stdout.Length, 3);

    private async Task PlainAsync()
    {
        var created = await lab.Http.PostAsync(
            lab.Path($"containers/{_container!.Id}/exec"), """{"AttachStdout":true,"AttachStderr":true,"Cmd":["echo","hi"]}""");
        var id = created.GetProperty("Id").GetString();
        // The header of the frame has 8 bytes.
        Lines.Check(await lab.Http.HijackAsync(lab.Path($"exec/{id}/start"), """{"Detach":false,"Tty":false}"""), 8 + 3);
        using var exec = await lab.Http.GetJsonAsync(lab.Path($"exec/{id}/json"));
        Lines.Check(exec.RootElement.GetProperty("ExitCode").GetInt32(), 0);
    }
}
