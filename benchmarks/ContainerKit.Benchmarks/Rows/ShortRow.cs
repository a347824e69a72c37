using ContainerKit.Benchmarks.Clients;
using ContainerKit.Benchmarks.Measuring;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Benchmarks.Rows;

/// <summary>Short work that the engine bounds: run and remove, an exec, and the output of a short run.</summary>
internal sealed class ShortRow(Lab lab, ShortWork work) : Row
{
    private static readonly string[] _echo = ["echo", "hello"];

    private Container? _container;
    private IContainer? _testcontainer;

    public override string Name => work switch
    {
        ShortWork.RunAndRemove => "run",
        ShortWork.Exec => "exec",
        _ => "output",
    };

    public override string Title => work switch
    {
        ShortWork.RunAndRemove => "run and remove a container",
        ShortWork.Exec => "exec `true` in a running container",
        _ => "run `echo hello`, read its output, remove the container",
    };

    public override int Rounds => 15;

    public override IReadOnlyList<Contestant> Contestants =>
    [
        new("plain HTTP", () => PlainAsync(work)),
        new("ContainerKit", () => ContainerKitAsync(work)) { Goal = 1.03 },
        new("Docker.DotNet", () => DockerDotNetAsync(work)),
        new("Testcontainers", () => TestcontainersAsync(work)),
        new("Docker CLI", () => DockerCliAsync(work)) { IsInProcess = false },
    ];

    public override async Task PrepareAsync(Scale scale)
    {
        if (work != ShortWork.Exec) return;
        _container = await Lab.Image.Run(Lab.Sleep);
        _testcontainer = Build(Lab.Sleep);
        await _testcontainer.StartAsync();
    }

    public override async ValueTask ReleaseAsync()
    {
        if (_container is not null) await _container.DisposeAsync();
        if (_testcontainer is not null) await _testcontainer.DisposeAsync();
    }

    /// <summary>Testcontainers without its reaper. The reaper would cost an additional container, so this favors Testcontainers.</summary>
    private static IContainer Build(string[] command) =>
        new ContainerBuilder(Lab.ImageName).WithCommand(command).WithLogger(NullLogger.Instance).Build();

    private static void Check(string output)
    {
        if (output != "hello\n") throw new InvalidOperationException($"The output is '{output}', not 'hello'.");
    }

    private async Task PlainAsync(ShortWork work)
    {
        var http = lab.Http;
        if (work == ShortWork.Exec)
        {
            var exec = (await http.PostAsync(
                lab.Path($"containers/{_container!.Id}/exec"), """{"AttachStdout":true,"AttachStderr":true,"Cmd":["true"]}"""))
                .GetProperty("Id").GetString();
            await http.HijackAsync(lab.Path($"exec/{exec}/start"), """{"Detach":false,"Tty":false}""");
            using var json = await http.GetJsonAsync(lab.Path($"exec/{exec}/json"));
            Lines.Check(json.RootElement.GetProperty("ExitCode").GetInt32(), 0);
            return;
        }

        var command = work == ShortWork.RunAndRemove ? """["sleep","infinity"]""" : """["echo","hello"]""";
        var id = (await http.PostAsync(lab.Path("containers/create"), $$"""{"Image":"{{Lab.ImageName}}","Cmd":{{command}}}"""))
            .GetProperty("Id").GetString();
        Task Start() => http.PostAsync(lab.Path($"containers/{id}/start"), "");
        if (work == ShortWork.RunAndRemove)
        {
            await Start();
        }
        else
        {
            // A frame header and "hello".
            Lines.Check(await http.HijackAsync(lab.Path($"containers/{id}/attach?stream=1&stdout=1&stderr=1"), "", Start), 8 + 6);
            using var json = await http.GetJsonAsync(lab.Path($"containers/{id}/json"));
            Lines.Check(json.RootElement.GetProperty("State").GetProperty("ExitCode").GetInt32(), 0);
        }

        await http.DeleteAsync(lab.Path($"containers/{id}?force=1&v=1"));
    }

    private async Task ContainerKitAsync(ShortWork work)
    {
        switch (work)
        {
            case ShortWork.RunAndRemove:
                await using (await Lab.Image.Run(Lab.Sleep)) break;
            case ShortWork.Exec:
                await _container!.ExecAsync(["true"]);
                break;
            default:
                Check(await Lab.Image.Run(_echo).Output());
                break;
        }
    }

    private async Task DockerDotNetAsync(ShortWork work)
    {
        var client = lab.DockerDotNet;
        if (work == ShortWork.Exec)
        {
            var exec = await client.Exec.CreateContainerExecAsync(
                _container!.Id, new() { Cmd = ["true"], AttachStdout = true, AttachStderr = true });
            using (var stream = await client.Exec.StartContainerExecAsync(exec.ID, new() { TTY = false }))
                await stream.ReadOutputToEndAsync(CancellationToken.None);
            Lines.Check((await client.Exec.InspectContainerExecAsync(exec.ID)).ExitCode ?? -1, 0);
            return;
        }

        var id = await lab.CreateAsync(work == ShortWork.RunAndRemove ? Lab.Sleep : _echo);
        if (work == ShortWork.RunAndRemove)
        {
            await client.Containers.StartContainerAsync(id, null);
        }
        else
        {
            using var stream = await client.Containers.AttachContainerAsync(id, new() { Stream = true, Stdout = true, Stderr = true });
            await client.Containers.StartContainerAsync(id, null);
            Check((await stream.ReadOutputToEndAsync(CancellationToken.None)).stdout);
            await client.Containers.WaitContainerAsync(id);
        }

        await lab.RemoveAsync(id);
    }

    private async Task TestcontainersAsync(ShortWork work)
    {
        if (work == ShortWork.Exec)
        {
            Lines.Check((await _testcontainer!.ExecAsync(["true"])).ExitCode ?? -1, 0);
            return;
        }

        await using var container = Build(work == ShortWork.RunAndRemove ? Lab.Sleep : _echo);
        await container.StartAsync();
        if (work == ShortWork.RunAndRemove) return;
        await container.GetExitCodeAsync();
        Check((await container.GetLogsAsync(timestampsEnabled: false)).Stdout);
    }

    private async Task DockerCliAsync(ShortWork work)
    {
        switch (work)
        {
            case ShortWork.RunAndRemove:
                var id = (await Tool.DockerAsync(["run", "-d", Lab.ImageName, .. Lab.Sleep])).Trim();
                await Tool.DockerAsync("rm", "-f", "-v", id);
                break;
            case ShortWork.Exec:
                await Tool.DockerAsync("exec", _container!.Id, "true");
                break;
            default:
                Check(await Tool.DockerAsync(["run", "--rm", Lab.ImageName, .. _echo]));
                break;
        }
    }
}
