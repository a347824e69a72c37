using System.Reflection;
using ContainerKit.Services.Snapshots;

namespace ContainerKit.Services;

/// <summary>
/// A container that is prepared once, such as a database with its tables and rows, and of which every test gets a fresh
/// copy. The prepared container is committed to an image, and the copies are containers of that image. Like a plan, a
/// snapshot is immutable and runs nothing by itself: its image is created when the first copy runs, unless an earlier
/// run has created it.
/// </summary>
/// <remarks>
/// <para>A snapshot is identified by its definition: the image's id, the settings of the container, the steps, and the
/// content of all files and assemblies in it. If any of these changes, a new snapshot is created. Code cannot be
/// compared; <see cref="DependsOn(Assembly)"/> or the text given to <see cref="Do"/> identifies it instead.</para>
/// <para>Before the commit, the container is stopped, so that the copies need no recovery. The content of its volumes
/// becomes part of the image, see <see cref="CommitOptions.IncludeVolumes"/>.</para>
/// </remarks>
/// <example><code>
/// static readonly ContainerSpec Spec = new() { Environment = ..., Publish = [5432], Wait = Wait.ForPort(5432) };
/// static readonly Snapshot Orders = Snapshot.Of("postgres:15", Spec)
///     .CopyIn("Migrations", "/migrations")
///     .Exec("sh", "-c", "cat /migrations/*.sql | psql -U postgres -v ON_ERROR_STOP=1");
///
/// await using var orders = await Orders.Run();   // in each test
/// </code></example>
public sealed class Snapshot
{
    internal Snapshot(SnapshotDefinition definition) => Definition = definition;

    internal SnapshotDefinition Definition { get; }

    /// <summary>Describes a snapshot of a container of this image.</summary>
    /// <param name="image">The image's name. The image is pulled if it is missing.</param>
    /// <param name="spec">
    /// The settings of the prepared container and of each copy. Its <see cref="ContainerSpec.Wait"/> must complete
    /// before the first step, and in each copy.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The reference is malformed, the spec has a name, or it has a writable mount that all copies would share.
    /// </exception>
    public static Snapshot Of(string image, ContainerSpec spec) => Of(Image.Pull(image), spec, isPulled: true);

    /// <param name="image">
    /// A plan for the image, such as one that builds it. It runs as part of the snapshot's plan. An image that it
    /// builds without a name is built once per process and removed with that plan; the snapshot keeps the layers that
    /// it needs.
    /// </param>
    /// <inheritdoc cref="Of(string, ContainerSpec)"/>
    /// <param name="spec"></param>
    public static Snapshot Of(ImagePlan image, ContainerSpec spec) => Of(image, spec, isPulled: false);

    private static Snapshot Of(ImagePlan image, ContainerSpec spec, bool isPulled)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(spec);
        SnapshotSpecRules.Validate(spec);
        return new Snapshot(new SnapshotDefinition(image, _ => spec) { IsPulled = isPulled });
    }

    /// <summary>Adds a command that runs in the container. An exit code other than 0 fails the snapshot.</summary>
    public Snapshot Exec(params string[] command) => Exec(new ExecSpec(command));

    /// <summary>Adds a command that runs in the container with this configuration.</summary>
    /// <exception cref="ArgumentException">
    /// Its standard input is a stream that can be read only once, so it cannot be part of the definition.
    /// </exception>
    public Snapshot Exec(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return With(Definition.Then(SnapshotPreparationStep.Exec(spec)));
    }

    /// <summary>
    /// Adds a step that copies a file or folder of this machine into the container. Its content is part of the
    /// definition. A relative path is resolved in the current folder, then in the folder of the program.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    public Snapshot CopyIn(string hostPath, string containerPath) =>
        With(Definition.Then(SnapshotPreparationStep.CopyIn(hostPath, containerPath)));

    /// <summary>
    /// Adds a step that runs user code with the ready container. An exception of the code fails the snapshot with a
    /// <see cref="FixtureSetupException"/>, which has it as its inner exception.
    /// </summary>
    /// <param name="description">
    /// A description of the step. It is the only part of the step in the definition, so change it if the effect of the
    /// code changes.
    /// </param>
    /// <param name="work">The code.</param>
    public Snapshot Do(string description, Func<Container, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return With(Definition.Then(SnapshotPreparationStep.Do(description, (container, _, token) => work(container, token))));
    }

    /// <summary>
    /// Makes the content of these files and folders part of the definition, such as migrations that <see cref="Do"/>
    /// runs. A relative path is resolved in the current folder, then in the folder of the program.
    /// </summary>
    public Snapshot DependsOn(params string[] paths) => With(Definition.WithDependencies(paths));

    /// <summary>
    /// Makes this build of an assembly part of the definition, such as the one with the code that <see cref="Do"/>
    /// runs. Each change of the assembly results in a new snapshot.
    /// </summary>
    public Snapshot DependsOn(Assembly assembly) => With(Definition.WithDependency(assembly));

    /// <summary>
    /// Sets the name of the image: <c>containerkit-snapshot/NAME</c>, with a hash of the definition as its tag.
    /// Default: the name of the base image.
    /// </summary>
    /// <exception cref="ArgumentException">The name is not valid in an image name.</exception>
    public Snapshot WithName(string name) => With(Definition.WithName(name));

    /// <summary>Configures the image to be removed when the process exits. Later processes do not use it.</summary>
    public Snapshot AsTemporary() => With(Definition with { IsTemporary = true });

    /// <summary>
    /// Plans the image, which is created if it does not exist. It remains on the engine, unless the snapshot is
    /// <see cref="AsTemporary"/>.
    /// </summary>
    /// <remarks>
    /// If several processes of this machine need it at the same time, one of them creates it. Engine API, if it exists:
    /// <c>GET /images/{name}/json</c>, twice.
    /// </remarks>
    public ImagePlan ToImage() => SnapshotPreparation.ToImage(Definition);

    /// <summary>
    /// Plans a fresh copy of the container with the settings of the snapshot. The plan waits until the copy is ready.
    /// </summary>
    /// <returns>A plan for the container. The caller disposes the container.</returns>
    public ContainerPlan Run() => Run(spec => spec);

    /// <summary>
    /// Plans a fresh copy of the container with changed settings, such as other networks, limits or ports.
    /// </summary>
    /// <returns>A plan for the container. The caller disposes the container.</returns>
    /// <param name="change">
    /// Changes the spec of the snapshot, such as <c>spec => spec with { Networks = [network] }</c>.
    /// </param>
    public ContainerPlan Run(Func<ContainerSpec, ContainerSpec> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return ToImage().Run(change(Definition.Container(SnapshotDefinition.PlaceholderSecret)));
    }

    /// <summary>Plans a list of the snapshots on the engine, without temporary ones.</summary>
    /// <remarks>Engine API: <c>GET /images/json</c>.</remarks>
    public static Plan<IReadOnlyList<ImageSummary>> List() => SnapshotStore.List();

    /// <summary>
    /// Plans the removal of snapshots of at least this age that no container uses. A removed snapshot is created again
    /// when it is needed.
    /// </summary>
    /// <returns>
    /// A plan for the names of the removed snapshots, or the id of a snapshot whose name refers to another image now.
    /// </returns>
    /// <param name="age">The minimum age; zero for all.</param>
    /// <remarks>
    /// The creation of a snapshot also removes those with its name that are older than a week. Engine API:
    /// <c>GET /images/json</c>, <c>DELETE /images/{name}</c>.
    /// </remarks>
    public static Plan<IReadOnlyList<string>> Prune(TimeSpan age)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero);
        return SnapshotStore.Prune(name: null, age);
    }

    /// <summary>Plans the removal of snapshots with this name and at least this age that no container uses.</summary>
    /// <param name="name">
    /// The name given to <see cref="WithName"/>, or by default that of the base image, such as <c>postgres</c>.
    /// </param>
    /// <inheritdoc cref="Prune(TimeSpan)"/>
    /// <param name="age"></param>
    public static Plan<IReadOnlyList<string>> Prune(string name, TimeSpan age)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero);
        return SnapshotStore.Prune(name, age);
    }

    /// <summary>Returns the definition on one line.</summary>
    public override string ToString() => Definition.ToString();

    private static Snapshot With(SnapshotDefinition definition) => new(definition);
}
