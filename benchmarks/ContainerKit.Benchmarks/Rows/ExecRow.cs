using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>An exec with a large output.</summary>
internal sealed class ExecRow(Lab lab) : Row
{
    private Container? _container;
    private int _length;

    public override string Name => "exec-output";

    public override string Title => $"exec that prints {_length / 1e6:0.#} MB";

    public override int Rounds => 5;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("docker exec", () => Tool.RunAsync($"docker exec {_container!.Id} {string.Join(' ', Command)} > /dev/null"))
        {
            IsInProcess = false,
        },
        new("plain HTTP, discarded", DiscardPlainAsync) { MeasuresPeak = true },
        new("ContainerKit, collected", CollectAsync) { Goal = 1.1, MeasuresPeak = true },
        new("Docker.DotNet, collected", CollectDockerDotNetAsync) { MeasuresPeak = true },
    ];

    private string[] Command => ["head", "-c", $"{_length}", "/dev/zero"];

    public override async Task PrepareAsync(Scale scale)
    {
        _length = scale.Of(200_000_000, 2_000_000);
        _container = await Lab.Image.Run(Lab.Sleep);
    }

    public override ValueTask ReleaseAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task DiscardPlainAsync()
    {
        var command = string.Join(',', Command.Select(argument => $"\"{argument}\""));
        var created = await lab.Http.PostAsync(
            lab.Path($"containers/{_container!.Id}/exec"), $$"""{"AttachStdout":true,"AttachStderr":true,"Cmd":[{{command}}]}""");
        var id = created.GetProperty("Id").GetString();
        var length = await lab.Http.HijackAsync(lab.Path($"exec/{id}/start"), """{"Detach":false,"Tty":false}""");
        // The frames have headers of 8 bytes.
        if (length <= _length) throw new InvalidOperationException($"There are {length} bytes.");
        using var exec = await lab.Http.GetJsonAsync(lab.Path($"exec/{id}/json"));
        Lines.Check(exec.RootElement.GetProperty("ExitCode").GetInt32(), 0);
    }

    private async Task CollectAsync() => Lines.Check((await _container!.ExecAsync(Command)).StdoutBytes.Length, _length);

    private async Task CollectDockerDotNetAsync()
    {
        var client = lab.DockerDotNet;
        var exec = await client.Exec.CreateContainerExecAsync(
            _container!.Id, new() { Cmd = Command, AttachStdout = true, AttachStderr = true });
        using var stream = await client.Exec.StartContainerExecAsync(exec.ID, new() { TTY = false });
        using var stdout = new MemoryStream();
        await stream.CopyOutputToAsync(Stream.Null, stdout, Stream.Null, CancellationToken.None);
        Lines.Check(stdout.Length, _length);
        Lines.Check((await client.Exec.InspectContainerExecAsync(exec.ID)).ExitCode ?? -1, 0);
    }
}
