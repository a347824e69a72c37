using ContainerKit.Containers;
using ContainerKit.Exec;
using ContainerKit.Plans;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Runs a command in the container and waits until it exits.</summary>
    /// <inheritdoc cref="ExecAsync(ExecSpec, CancellationToken)"/>
    public Task<ProcessResult> ExecAsync(IReadOnlyList<string> command, CancellationToken cancellationToken = default) =>
        ExecAsync(new ExecSpec([.. command]), cancellationToken);

    /// <summary>Runs a command in the container and waits until it exits.</summary>
    /// <param name="spec">The command and its settings.</param>
    /// <param name="cancellationToken">Cancels the exec and kills the process.</param>
    /// <returns>The exit code and the output of the process.</returns>
    /// <exception cref="ExecFailedException">The exit code is not allowed.</exception>
    /// <exception cref="ExecTimeoutException">
    /// The process exceeded <see cref="ExecSpec.Timeout"/>. It was killed.
    /// </exception>
    /// <exception cref="CommandNotFoundException">The container has no such command.</exception>
    /// <exception cref="ExecStartException">The working directory or the user does not exist in the container.</exception>
    /// <exception cref="ContainerExitedException">The container is not running.</exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// The Engine API cannot kill an exec. The process is found by the variable <c>CONTAINERKIT_EXEC</c> in its
    /// environment; this requires a shell and grep in the image.
    /// Engine API: <c>POST /containers/{id}/exec</c>, <c>POST /exec/{id}/start</c>, <c>GET /exec/{id}/json</c>.
    /// </remarks>
    public Task<ProcessResult> ExecAsync(ExecSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ExecSession(Client, spec, killsProcessOnCancel: true).RunAsync(cancellationToken);
    }

    /// <summary>Creates an image from the current file system and configuration of the container.</summary>
    /// <inheritdoc cref="CommitAsync(string, CommitOptions, CancellationToken)"/>
    public Task<Image> CommitAsync(string reference, CancellationToken cancellationToken = default) =>
        CommitAsync(reference, new CommitOptions(), cancellationToken);

    /// <summary>Creates an image from the current file system and configuration of the container.</summary>
    /// <param name="reference">The name of the image, such as <c>app:seeded</c>. Default tag: latest.</param>
    /// <param name="options">
    /// The author, the changes and more. The content of volumes is included only with
    /// <see cref="CommitOptions.IncludeVolumes"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    /// <returns>The image. It stays on the engine until it is removed.</returns>
    /// <exception cref="ArgumentException">The name is malformed or has a digest.</exception>
    /// <exception cref="InvalidOperationException">
    /// The volumes are to be included, but the container is running.
    /// </exception>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <remarks>
    /// Engine API: <c>POST /commit</c>. With volumes, their content is copied to a temporary container with <c>GET</c>
    /// and <c>PUT /containers/{id}/archive</c>, and that container is committed.
    /// </remarks>
    public Task<Image> CommitAsync(string reference, CommitOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var name = ImageReference.ParseNewName(reference);
        var commit = Step.FromResult(Client, ToString()).Then(
            $"commit {name}",
            (context, container) => ContainerOperations.CommitAsync(context, container, name, options));
        var plan = new PlanOptions { Engine = Client.Engine };
        return PlanRunner.RunAsync(commit.Select(ContainerKit.Image.From), plan, cancellationToken);
    }
}
