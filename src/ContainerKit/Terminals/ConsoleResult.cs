using ContainerKit.Cleanup;

namespace ContainerKit;

/// <summary>The result of a session at the console. Plain data, except for <see cref="Container"/>.</summary>
public sealed record ConsoleResult : IResourceHandle
{
    internal ConsoleResult(int? exitCode, Container? container)
    {
        ExitCode = exitCode;
        Container = container;
    }

    /// <summary>
    /// The exit code of the process; null if the detach keys ended the session, so that the process still runs.
    /// </summary>
    public int? ExitCode { get; }

    /// <summary>Indicates whether the detach keys ended the session.</summary>
    public bool IsDetached => ExitCode is null;

    /// <summary>
    /// The container that still runs after <see cref="ContainerPlan.Interactive()"/> was detached; null otherwise. The
    /// caller disposes it.
    /// </summary>
    public Container? Container { get; internal init; }

    void IResourceHandle.AddTo(ResultResources resources)
    {
        if (Container is { } container) resources.AddContainer(container.Id, container.Client.Dependencies);
    }

    /// <summary>Returns a result whose container is set if the console was detached.</summary>
    internal static ConsoleResult WithContainer(ConsoleResult result, Container container) =>
        result.IsDetached ? result with { Container = container } : result;

    /// <summary>The result on one line.</summary>
    public override string ToString() => ExitCode is { } code ? $"exit code {code}" : "detached";
}
