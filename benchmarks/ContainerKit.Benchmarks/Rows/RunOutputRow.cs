using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>A container that runs to completion, with a large output that is collected.</summary>
internal sealed class RunOutputRow(Lab lab) : Row
{
    private int _lines;

    public override string Name => "run-output";

    public override string Title => $"run to completion, printing {_lines * Lines.Length / 1e6:0.#} MB in lines of {Lines.Length} bytes";

    public override int Rounds => 5;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("docker run --rm", () => Tool.RunAsync($"docker run --rm {Lab.ImageName} sh -c '{Lines.Print(_lines)[^1]}' > /dev/null"))
        {
            IsInProcess = false,
        },
        new("ContainerKit, ToCompletion", RunAsync) { Goal = 1.0, MeasuresPeak = true },
        new("Docker.DotNet, attached", RunDockerDotNetAsync) { MeasuresPeak = true },
    ];

    public override Task PrepareAsync(Scale scale)
    {
        _lines = scale.Of(500_000, 10_000);
        return Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        var result = await Lab.Image.Run(Lines.Print(_lines)).ToCompletion();
        Lines.Check(result.StdoutBytes.Length, (long)_lines * Lines.Length);
    }

    private async Task RunDockerDotNetAsync()
    {
        var client = lab.DockerDotNet.Containers;
        var id = await lab.CreateAsync(Lines.Print(_lines));
        try
        {
            using var stream = await client.AttachContainerAsync(id, new() { Stream = true, Stdout = true, Stderr = true });
            await client.StartContainerAsync(id, null);
            using var stdout = new MemoryStream();
            await stream.CopyOutputToAsync(Stream.Null, stdout, Stream.Null, CancellationToken.None);
            await client.WaitContainerAsync(id);
            Lines.Check(stdout.Length, (long)_lines * Lines.Length);
        }
        finally
        {
            await lab.RemoveAsync(id);
        }
    }
}
