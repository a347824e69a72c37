using ContainerKit.Diagnostics;

namespace ContainerKit.Services.Snapshots;

/// <summary>
/// A step that prepares a container before the snapshot is created, and its contribution to the definition.
/// </summary>
/// <param name="Text">The description of the step in the text of a plan.</param>
/// <param name="AddToHashAsync">Adds the content that identifies the step to the hash of the definition.</param>
/// <param name="AddToPlan">Adds the step to the plan, with the secret.</param>
internal sealed record SnapshotPreparationStep(
    string Text,
    Func<DefinitionHash, CancellationToken, Task> AddToHashAsync,
    Func<ContainerPlan, string, ContainerPlan> AddToPlan)
{
    public static SnapshotPreparationStep Exec(ExecSpec spec) => Exec(spec, _ => spec);

    /// <param name="placeholder">The exec with the placeholder secret, for the hash.</param>
    /// <param name="createSpec">Returns the exec with the actual secret.</param>
    /// <exception cref="ArgumentException">The standard input can be read only once.</exception>
    public static SnapshotPreparationStep Exec(ExecSpec placeholder, Func<string, ExecSpec> createSpec)
    {
        if (placeholder.StandardInput is { IsRepeatable: false })
        {
            throw new ArgumentException(
                "The standard input of a snapshot's exec is also read for the hash of the definition, "
                + "but this stream can be read only once. Pass a text, bytes, or a function that opens the stream: "
                + "ProcessInput.FromStream(() => ...).",
                nameof(placeholder));
        }

        return new SnapshotPreparationStep(placeholder.ToString(), AddExecAsync, (plan, secret) => plan.Exec(createSpec(secret)));

        async Task AddExecAsync(DefinitionHash hash, CancellationToken cancellationToken)
        {
            hash.Add("exec")
                .Add(placeholder.Command)
                .Add(placeholder.User)
                .Add(placeholder.WorkingDirectory)
                .Add(placeholder.Environment)
                .Add(placeholder.Privileged.ToString());
            if (placeholder.StandardInput is not { } input) return;
            var stream = input.Open();
            await using (stream.ConfigureAwait(false)) await hash.AddAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    public static SnapshotPreparationStep CopyIn(string hostPath, string containerPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ArgumentNullException.ThrowIfNull(containerPath);
        if (!containerPath.StartsWith('/'))
        {
            throw ArgumentErrors.Create(
                $"'{containerPath}' is not an absolute path in a container; begin it with '/'.", nameof(containerPath));
        }

        return new SnapshotPreparationStep(
            $"copy {hostPath} to {containerPath}",
            AddFilesAsync,
            (plan, _) => plan.Do((container, token) => container.CopyInAsync(DefinitionFiles.Find(hostPath), containerPath, token)));

        async Task AddFilesAsync(DefinitionHash hash, CancellationToken cancellationToken)
        {
            hash.Add("copy").Add(containerPath).Add(Path.GetFileName(hostPath));
            await DefinitionFiles.AddAsync(hash, hostPath, cancellationToken).ConfigureAwait(false);
        }
    }

    public static SnapshotPreparationStep Do(string description, Func<Container, string, CancellationToken, Task> work)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        return new SnapshotPreparationStep(
            description, AddTextAsync, (plan, secret) => plan.Do(description, (container, token) => work(container, secret, token)));

        Task AddTextAsync(DefinitionHash hash, CancellationToken cancellationToken)
        {
            hash.Add("do").Add(description);
            return Task.CompletedTask;
        }
    }
}
