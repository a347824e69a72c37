using System.Reflection;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Testing.Services;
using ContainerKit.Testing.Snapshots;

namespace ContainerKit.Testing;

/// <summary>A snapshot of a ready-made service; see <see cref="Snapshot"/>. Each copy is a service of its own, with the same password.</summary>
/// <example><code>
/// static readonly Snapshot&lt;PostgreSql&gt; Orders = PostgreSql.Snapshot()
///     .DependsOn("Migrations")
///     .Do("migrate", (db, token) => Migrations.RunAsync(db.ConnectionString, token));
///
/// await using var orders = await Orders.Run();   // in each test
/// </code></example>
/// <typeparam name="TService">The service.</typeparam>
public sealed class Snapshot<TService>
    where TService : Service
{
    private readonly SnapshotRecipe _recipe;
    private readonly Func<string, ServiceDefinition<TService>> _parts;

    /// <param name="parts">What the service is made of, where its password is this one.</param>
    /// <param name="passwordVariable">The variable by which the container was told its password. A copy has that in its data, so it is read from the image. Null where the caller chose it.</param>
    internal Snapshot(Func<string, ServiceDefinition<TService>> parts, string? passwordVariable)
        : this(Recipe(parts, passwordVariable), parts)
    {
    }

    private Snapshot(SnapshotRecipe recipe, Func<string, ServiceDefinition<TService>> parts)
    {
        _recipe = recipe;
        _parts = parts;
    }

    /// <inheritdoc cref="Snapshot.Exec(string[])"/>
    public Snapshot<TService> Exec(params string[] command) => Exec(new ExecSpec(command));

    /// <inheritdoc cref="Snapshot.Exec(ExecSpec)"/>
    public Snapshot<TService> Exec(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return With(_recipe.Then(SnapshotPreparationStep.Exec(spec)));
    }

    /// <inheritdoc cref="Snapshot.CopyIn"/>
    public Snapshot<TService> CopyIn(string hostPath, string containerPath) => With(_recipe.Then(SnapshotPreparationStep.CopyIn(hostPath, containerPath)));

    /// <summary>Then something of the caller's is done with the service, which is ready by then. An exception from it fails the snapshot: a <see cref="FixtureSetupException"/> has it.</summary>
    /// <inheritdoc cref="Snapshot.Do"/>
    public Snapshot<TService> Do(string what, Func<TService, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var parts = _parts;
        return With(_recipe.Then(SnapshotPreparationStep.Do(what, async (container, secret, token) =>
        {
            var service = parts(secret).CreateService(container);
            await service.LocateAsync(token).ConfigureAwait(false);
            await work(service, token).ConfigureAwait(false);
        })));
    }

    /// <inheritdoc cref="Snapshot.DependsOn(string[])"/>
    public Snapshot<TService> DependsOn(params string[] paths) => With(_recipe.With(paths));

    /// <inheritdoc cref="Snapshot.DependsOn(Assembly)"/>
    public Snapshot<TService> DependsOn(Assembly assembly) => With(_recipe.With(assembly));

    /// <inheritdoc cref="Snapshot.WithName"/>
    public Snapshot<TService> WithName(string name) => With(_recipe.Named(name));

    /// <inheritdoc cref="Snapshot.AsTemporary"/>
    public Snapshot<TService> AsTemporary() => With(_recipe with { IsTemporary = true });

    /// <inheritdoc cref="Snapshot.ToImage"/>
    public ImagePlan ToImage() => new(new SelectStep<PreparedImage, ImageClient>(new SnapshotStep(_recipe), prepared => prepared.Image), _recipe.Image.Options);

    /// <summary>Plans for a fresh copy of the service.</summary>
    /// <returns>The service, which is the caller's to dispose.</returns>
    public Plan<TService> Run() => Run(spec => spec);

    /// <summary>Plans for a fresh copy of the service, whose container is made otherwise: on a network, with limits.</summary>
    /// <returns>The service, which is the caller's to dispose.</returns>
    /// <inheritdoc cref="Snapshot.Run(Func{ContainerSpec, ContainerSpec})"/>
    public Plan<TService> Run(Func<ContainerSpec, ContainerSpec> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        // Refused now rather than when the image is there.
        change(_recipe.Container(SnapshotRecipe.AnySecret)).Validate();
        return new Plan<PreparedImage>(new SnapshotStep(_recipe), _recipe.Image.Options).Then(prepared =>
        {
            var parts = _parts(prepared.Secret);
            return parts.Start(Plan.FromResult(prepared.Image).Then(SnapshotStep.Have).Run(change(parts.Container)));
        });
    }

    /// <summary>The recipe on one line; no password.</summary>
    public override string ToString() => _recipe.ToString();

    private Snapshot<TService> With(SnapshotRecipe recipe) => new(recipe, _parts);

    private static SnapshotRecipe Recipe(Func<string, ServiceDefinition<TService>> parts, string? passwordVariable)
    {
        var any = parts(SnapshotRecipe.AnySecret);
        SnapshotSpec.Check(any.Container);
        var recipe = new SnapshotRecipe(Image.Pull(any.Image), secret => parts(secret).Container) { SecretVariable = passwordVariable };
        for (var i = 0; i < any.Setup.Count; i++)
        {
            var index = i;
            recipe = recipe.Then(SnapshotPreparationStep.Exec(any.Setup[i], secret => parts(secret).Setup[index]));
        }

        return recipe;
    }
}
