namespace ContainerKit.Engine.Tests.Builds;

/// <summary>A test that builds images. It labels all layers of its builds, and removes them at its end.</summary>
public abstract class BuildTest : EngineTest, IAsyncLifetime
{
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // The classic builder ends its current step after the request was canceled, and then removes the container of the step.
        for (var attempt = 0; attempt < 250 && (await ContainersAsync()).Count > 0; attempt++) await Task.Delay(20);
        await DisposeAsync();
        // Not by a prune, because an engine runs only one at a time, and tests of other processes have some too.
        var label = Mark.Single();
        var untagged = await DockerCli.GetOutputAsync(
            "images", "--quiet", "--filter", "dangling=true", "--filter", $"label={label.Key}={label.Value}");
        var ids = untagged.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length > 0) await DockerCli.GetOutputAsync(["rmi", "--force", .. ids]);
    }

    /// <summary>The Dockerfile line that labels all following layers, so that they can be removed.</summary>
    protected string MarkLine => string.Concat(Mark.Select(label => $"LABEL {label.Key}={label.Value}\n"));

    /// <summary>Returns a Dockerfile that is based on busybox.</summary>
    protected string OnBusybox(string instructions) => $"FROM {Busybox}\n{MarkLine}{instructions}";

    /// <summary>Returns the ids of the images, tagged or untagged, that have the label of this test.</summary>
    protected async Task<IReadOnlyList<string>> MarkedAsync()
    {
        var label = Mark.Single();
        var ids = await DockerCli.GetOutputAsync("images", "--no-trunc", "--quiet", "--filter", $"label={label.Key}={label.Value}");
        return ids.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs a build that fails, and returns its exception.</summary>
    protected static async Task<BuildFailedException> FailsAsync(BuildSpec spec) =>
        (await FluentActions.Awaiting(() => Image.Build(spec).ExecuteAsync(Token))
            .Should().ThrowAsync<BuildFailedException>()).Which;
}
