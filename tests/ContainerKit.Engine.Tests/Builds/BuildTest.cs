namespace ContainerKit.Engine.Tests.Builds;

/// <summary>A test that builds. What its builds leave in the engine's cache carries its mark, and goes with it.</summary>
public abstract class BuildTest : EngineTest, IAsyncLifetime
{
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await DisposeAsync();
        foreach (var (name, value) in Mark) await DockerCli.AskAsync("image", "prune", "--force", "--filter", $"label={name}={value}");
    }

    /// <summary>A line that marks each layer after it, for the clean-up.</summary>
    protected string MarkLine => string.Concat(Mark.Select(label => $"LABEL {label.Key}={label.Value}\n"));

    /// <summary>A Dockerfile on busybox.</summary>
    protected string OnBusybox(string rest) => $"FROM {Busybox}\n{MarkLine}{rest}";

    /// <summary>The images, tagged or not, that carry this test's mark.</summary>
    protected async Task<IReadOnlyList<string>> MarkedAsync()
    {
        var label = Mark.Single();
        var ids = await DockerCli.AskAsync("images", "--no-trunc", "--quiet", "--filter", $"label={label.Key}={label.Value}");
        return ids.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The failure of a build, with whatever it left removed by the test's end.</summary>
    protected static async Task<BuildFailedException> FailsAsync(BuildSpec spec) =>
        (await FluentActions.Awaiting(() => Image.Build(spec).ExecuteAsync(Token)).Should().ThrowAsync<BuildFailedException>()).Which;
}
