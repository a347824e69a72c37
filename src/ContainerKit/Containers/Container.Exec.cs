using ContainerKit.Containers;
using ContainerKit.Exec;
using ContainerKit.Images;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Runs a command in the container, and waits for its end.</summary>
    /// <inheritdoc cref="ExecAsync(ExecSpec, CancellationToken)"/>
    public Task<ProcessResult> ExecAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default) =>
        ExecAsync(new ExecSpec([.. command]), cancellationToken);

    /// <summary>
    /// Runs a command in the container, and waits for its end. A cancelled exec, and one whose time is up, kills its process; for that the
    /// process carries a variable <c>CONTAINERKIT_EXEC</c> in its environment, and the image needs a shell and grep.
    /// </summary>
    /// <returns>Its exit code and output.</returns>
    /// <exception cref="ExecFailedException">Its exit code is not allowed.</exception>
    /// <exception cref="ExecTimeoutException">It exceeded <see cref="ExecSpec.Timeout"/>.</exception>
    /// <exception cref="CommandNotFoundException">The container has no such command.</exception>
    /// <exception cref="ContainerExitedException">The container does not run any more.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>Engine API: <c>POST /containers/{id}/exec</c>, <c>POST /exec/{id}/start</c>, <c>GET /exec/{id}/json</c>.</remarks>
    public Task<ProcessResult> ExecAsync(ExecSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ExecSession(Client, spec, killsProcessOnCancel: true).RunAsync(cancellationToken);
    }

    /// <summary>Makes an image of the container as it is now, under a name.</summary>
    /// <inheritdoc cref="CommitAsync(string, CommitOptions, CancellationToken)"/>
    public Task<Image> CommitAsync(string reference, CancellationToken cancellationToken = default) =>
        CommitAsync(reference, new CommitOptions(), cancellationToken);

    /// <summary>Makes an image of the container as it is now, under a name. Volumes are no part of it, unless <see cref="CommitOptions.IncludeVolumes"/> says so.</summary>
    /// <returns>The image, which stays until it is removed.</returns>
    /// <exception cref="ArgumentException">The name is malformed, or has a digest.</exception>
    /// <exception cref="InvalidOperationException">Its volumes are to be included, and it runs.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// Engine API: <c>POST /commit</c>. With volumes, their content is streamed from one container into another, <c>GET</c> and
    /// <c>PUT /containers/{id}/archive</c>, and that one is committed.
    /// </remarks>
    public Task<Image> CommitAsync(string reference, CommitOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var name = ImageOperations.NewName(reference);
        var commit = new ThenStep<ContainerClient, ImageClient>(
            new HaveStep<ContainerClient>(Client, ToString()), $"commit {name}", (scope, container) => ContainerCommit.RunAsync(scope, container, name, options));
        var plan = new PlanOptions { Engine = Client.Engine };
        return PlanRunner.RunAsync(new SelectStep<ImageClient, Image>(commit, ContainerKit.Image.From), plan, cancellationToken);
    }
}
