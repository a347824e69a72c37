using ContainerKit.Cleanup;

namespace ContainerKit;

/// <summary>How a session at the caller's console ended. Plain data, but for <see cref="Container"/>.</summary>
public sealed record ConsoleResult : IResourceHandle
{
    internal ConsoleResult(int? exitCode, Container? container)
    {
        ExitCode = exitCode;
        Container = container;
    }

    /// <summary>The process's exit code; null where it was detached from and goes on running.</summary>
    public int? ExitCode { get; }

    /// <summary>Whether the detach keys ended the session.</summary>
    public bool IsDetached => ExitCode is null;

    /// <summary>The container that goes on running after <see cref="ContainerPlan.Interactive()"/> was detached from; it is the caller's to dispose. Null otherwise.</summary>
    public Container? Container { get; internal init; }

    void IResourceHandle.AddTo(ResultResources resources)
    {
        if (Container is { } container) resources.AddContainer(container.Id, container.Client.Dependencies);
    }

    /// <summary>Returns a result whose container is set if the console was detached.</summary>
    internal static ConsoleResult WithContainer(ConsoleResult result, Container container) => result.IsDetached ? result with { Container = container } : result;

    /// <summary>The end on one line.</summary>
    public override string ToString() => ExitCode is { } code ? $"exit code {code}" : "detached";
}
