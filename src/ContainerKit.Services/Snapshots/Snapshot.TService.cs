using System.Reflection;
using ContainerKit.Services.Internal;
using ContainerKit.Services.Snapshots;

namespace ContainerKit.Services;

/// <summary>
/// A snapshot of a ready-made service; see <see cref="Snapshot"/>. Each copy is a separate service with the same
/// password.
/// </summary>
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
    private readonly SnapshotDefinition _definition;
    private readonly Func<string, ServiceDefinition<TService>> _defineService;

    /// <summary>
    /// Describes a snapshot of a database server. A password that the caller has not set is that of the snapshot.
    /// </summary>
    /// <param name="spec">The configuration.</param>
    /// <param name="define">Returns the definition of the service with a configuration.</param>
    /// <param name="passwordVariable">The environment variable with the password.</param>
    internal static Snapshot<TService> Of<TSpec>(
        TSpec spec, Func<TSpec, ServiceDefinition<TService>> define, string passwordVariable)
        where TSpec : DatabaseSpec
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.HasOwnPassword
            ? new(_ => define(spec), passwordVariable: null)
            : new(password => define(spec with { Password = password }), passwordVariable);
    }

    /// <param name="defineService">Returns the definition of the service with this password.</param>
    /// <param name="passwordVariable">
    /// The environment variable with the password. The data of a copy contains the password, so it is read from this
    /// variable of the image. Null if the caller chose the password.
    /// </param>
    internal Snapshot(Func<string, ServiceDefinition<TService>> defineService, string? passwordVariable)
        : this(CreateDefinition(defineService, passwordVariable), defineService)
    {
    }

    private Snapshot(SnapshotDefinition definition, Func<string, ServiceDefinition<TService>> defineService)
    {
        _definition = definition;
        _defineService = defineService;
    }

    /// <inheritdoc cref="Snapshot.Exec(string[])"/>
    public Snapshot<TService> Exec(params string[] command) => Exec(new ExecSpec(command));

    /// <inheritdoc cref="Snapshot.Exec(ExecSpec)"/>
    public Snapshot<TService> Exec(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return With(_definition.Then(SnapshotPreparationStep.Exec(spec)));
    }

    /// <inheritdoc cref="Snapshot.CopyIn"/>
    public Snapshot<TService> CopyIn(string hostPath, string containerPath) =>
        With(_definition.Then(SnapshotPreparationStep.CopyIn(hostPath, containerPath)));

    /// <summary>
    /// Adds a step that runs user code with the ready service. An exception of the code fails the snapshot with a
    /// <see cref="FixtureSetupException"/>, which has it as its inner exception.
    /// </summary>
    /// <inheritdoc cref="Snapshot.Do"/>
    public Snapshot<TService> Do(string description, Func<TService, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var defineService = _defineService;
        return With(_definition.Then(SnapshotPreparationStep.Do(description, async (container, secret, token) =>
        {
            var service = defineService(secret).CreateService(container);
            await service.LocateAsync(token).ConfigureAwait(false);
            await work(service, token).ConfigureAwait(false);
        })));
    }

    /// <inheritdoc cref="Snapshot.DependsOn(string[])"/>
    public Snapshot<TService> DependsOn(params string[] paths) => With(_definition.WithDependencies(paths));

    /// <inheritdoc cref="Snapshot.DependsOn(Assembly)"/>
    public Snapshot<TService> DependsOn(Assembly assembly) => With(_definition.WithDependency(assembly));

    /// <inheritdoc cref="Snapshot.WithName"/>
    public Snapshot<TService> WithName(string name) => With(_definition.WithName(name));

    /// <inheritdoc cref="Snapshot.AsTemporary"/>
    public Snapshot<TService> AsTemporary() => With(_definition with { IsTemporary = true });

    /// <inheritdoc cref="Snapshot.ToImage"/>
    public ImagePlan ToImage() => SnapshotPreparation.ToImage(_definition);

    /// <summary>Plans a fresh copy of the service.</summary>
    /// <returns>A plan for the service. The caller disposes the service.</returns>
    public Plan<TService> Run() => Run(spec => spec);

    /// <summary>
    /// Plans a fresh copy of the service, with changed settings of its container, such as other networks or limits.
    /// </summary>
    /// <returns>A plan for the service. The caller disposes the service.</returns>
    /// <inheritdoc cref="Snapshot.Run(Func{ContainerSpec, ContainerSpec})"/>
    public Plan<TService> Run(Func<ContainerSpec, ContainerSpec> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        // Validates the changed spec now rather than when the image exists.
        change(_definition.Container(SnapshotDefinition.PlaceholderSecret)).Validate();
        return SnapshotPreparation.Create(_definition).Then(prepared =>
        {
            var service = _defineService(prepared.Secret);
            return service.Start(Plan.FromResult(prepared.Image).Run(change(service.Container)));
        });
    }

    /// <summary>Returns the definition on one line, without the password.</summary>
    public override string ToString() => _definition.ToString();

    private Snapshot<TService> With(SnapshotDefinition definition) => new(definition, _defineService);

    private static SnapshotDefinition CreateDefinition(
        Func<string, ServiceDefinition<TService>> defineService, string? passwordVariable)
    {
        var service = defineService(SnapshotDefinition.PlaceholderSecret);
        SnapshotSpecRules.Validate(service.Container);
        var definition = new SnapshotDefinition(Image.Pull(service.Image), secret => defineService(secret).Container)
        {
            IsPulled = true,
            SecretVariable = passwordVariable,
        };
        for (var i = 0; i < service.Setup.Count; i++)
        {
            var index = i;
            definition = definition.Then(
                SnapshotPreparationStep.Exec(service.Setup[i], secret => defineService(secret).Setup[index]));
        }

        return definition;
    }
}
