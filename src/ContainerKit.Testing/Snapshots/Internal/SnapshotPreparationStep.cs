using ContainerKit.Files;

namespace ContainerKit.Testing.Snapshots;

/// <summary>Something that is done with a container before a snapshot is made of it, and what of it is part of the recipe.</summary>
/// <param name="Text">How it is drawn.</param>
/// <param name="DescribeAsync">Adds to the recipe what tells the step from others.</param>
/// <param name="Add">Adds the step to the chain; told the secret.</param>
internal sealed record SnapshotPreparationStep(string Text, Func<RecipeHash, CancellationToken, Task> DescribeAsync, Func<ContainerPlan, string, ContainerPlan> Add)
{
    public static SnapshotPreparationStep Exec(ExecSpec spec) => Exec(spec, _ => spec);

    /// <param name="any">The exec with any secret, which stands for it in the recipe.</param>
    /// <param name="spec">The exec with the secret that it is given.</param>
    /// <exception cref="ArgumentException">Its input can be read only once.</exception>
    public static SnapshotPreparationStep Exec(ExecSpec any, Func<string, ExecSpec> spec)
    {
        if (any.StandardInput is { IsOwned: false })
            throw new ArgumentException("The input of a snapshot's exec is read for the recipe, too, and this stream can be read only once. Give a text, bytes, or a function that opens it: ProcessInput.FromStream(() => ...).", nameof(any));
        return new SnapshotPreparationStep(any.ToString(), async (hash, token) =>
        {
            hash.Add("exec").Add(any.Command).Add(any.User).Add(any.WorkingDirectory).Add(any.Environment).Add(any.Privileged.ToString());
            if (any.StandardInput is not { } input) return;
            var stream = input.Open();
            await using (stream.ConfigureAwait(false)) await hash.AddAsync(stream, token).ConfigureAwait(false);
        }, (plan, secret) => plan.Exec(spec(secret)));
    }

    public static SnapshotPreparationStep CopyIn(string hostPath, string containerPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        ContainerPath.Check(containerPath);
        return new SnapshotPreparationStep($"copy {hostPath} to {containerPath}", async (hash, token) =>
        {
            hash.Add("copy").Add(containerPath).Add(Path.GetFileName(hostPath));
            await RecipeFiles.AddAsync(hash, hostPath, token).ConfigureAwait(false);
        }, (plan, _) => plan.Do((container, token) => container.CopyInAsync(RecipeFiles.Find(hostPath), containerPath, token)));
    }

    public static SnapshotPreparationStep Do(string what, Func<Container, string, CancellationToken, Task> work)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(what);
        return new SnapshotPreparationStep(what, (hash, _) =>
        {
            hash.Add("do").Add(what);
            return Task.CompletedTask;
        }, (plan, secret) => plan.Then(what, (container, token) => work(container, secret, token)));
    }
}
