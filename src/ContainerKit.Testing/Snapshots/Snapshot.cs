using System.Reflection;
using ContainerKit.Images;
using ContainerKit.Plans;
using ContainerKit.Testing.Snapshots;

namespace ContainerKit.Testing;

/// <summary>
/// A container that is prepared once, such as a database with its tables and rows, and of which every test then gets a fresh copy: an image is made of
/// the prepared container, and containers of that image. Cold and immutable, as plans are: it is made when the first copy runs, unless an
/// earlier run has made it.
/// </summary>
/// <remarks>
/// <para>It is known again by its recipe: the image's id, what shapes the container, the steps, and the content of all files and assemblies that it is said to
/// depend on. A change in any of these makes a new snapshot. Code cannot be compared; <see cref="DependsOn(Assembly)"/> or the text
/// given to <see cref="Do"/> stands for it.</para>
/// <para>Before the image is made, the container is stopped, so that the copies need no recovery; and what is in its volumes becomes part of the image,
/// see <see cref="CommitOptions.IncludeVolumes"/>.</para>
/// </remarks>
/// <example><code>
/// static readonly Snapshot Orders = Snapshot.Of("postgres:15", new ContainerSpec { Environment = ..., Publish = [5432], Wait = Wait.ForPort(5432) })
///     .CopyIn("Migrations", "/migrations")
///     .Exec("sh", "-c", "cat /migrations/*.sql | psql -U postgres -v ON_ERROR_STOP=1");
///
/// await using var orders = await Orders.Run();   // in each test
/// </code></example>
public sealed class Snapshot
{
    internal Snapshot(SnapshotRecipe recipe) => Recipe = recipe;

    internal SnapshotRecipe Recipe { get; }

    /// <summary>A snapshot of a container of this image.</summary>
    /// <param name="image">The image's name; it is pulled when it is missing.</param>
    /// <param name="spec">How the container is made, and each copy, too. Its <see cref="ContainerSpec.Wait"/> is waited for before the first step, and in each copy.</param>
    /// <exception cref="ArgumentException">The reference is malformed; or the spec has a name, or mounts something that copies would share.</exception>
    public static Snapshot Of(string image, ContainerSpec spec) => Of(Image.Pull(image), spec);

    /// <param name="image">
    /// A plan for the image, such as one that builds it; a part of the chain that the snapshot begins. An image that it builds without a name is built once in this
    /// process, and goes with that chain: the snapshot keeps what it needs of it.
    /// </param>
    /// <inheritdoc cref="Of(string, ContainerSpec)"/>
    /// <param name="spec"></param>
    public static Snapshot Of(ImagePlan image, ContainerSpec spec)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(spec);
        SnapshotSpec.Check(spec);
        return new Snapshot(new SnapshotRecipe(image, _ => spec));
    }

    /// <summary>Then a command runs in the container. An exit code other than 0 fails the snapshot.</summary>
    public Snapshot Exec(params string[] command) => Exec(new ExecSpec(command));

    /// <summary>Then a command runs in the container, as described.</summary>
    /// <exception cref="ArgumentException">Its standard input is a stream that can be read only once, which cannot be told from another.</exception>
    public Snapshot Exec(ExecSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return With(Recipe.Then(SnapshotPreparationStep.Exec(spec)));
    }

    /// <summary>
    /// Then a file or folder of this machine is copied into the container. Its content is part of the recipe. A relative path is looked for in
    /// the current folder, and then beside the program.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="containerPath"/> is not absolute.</exception>
    public Snapshot CopyIn(string hostPath, string containerPath) => With(Recipe.Then(SnapshotPreparationStep.CopyIn(hostPath, containerPath)));

    /// <summary>Then something of the caller's is done with the container, which is ready by then. An exception from it fails the snapshot: a <see cref="FixtureSetupException"/> has it.</summary>
    /// <param name="what">What is done. Part of the recipe, and all of it that is known: change it when the code changes what it does.</param>
    /// <param name="work">The code.</param>
    public Snapshot Do(string what, Func<Container, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return With(Recipe.Then(SnapshotPreparationStep.Do(what, (container, _, token) => work(container, token))));
    }

    /// <summary>
    /// The content of these files and folders is part of the recipe, such as that of migrations that <see cref="Do"/> runs. A relative path is looked for
    /// in the current folder, and then beside the program.
    /// </summary>
    public Snapshot DependsOn(params string[] paths) => With(Recipe.With(paths));

    /// <summary>This build of an assembly is part of the recipe, such as the one with the code that <see cref="Do"/> runs: each change in it makes a new snapshot.</summary>
    public Snapshot DependsOn(Assembly assembly) => With(Recipe.With(assembly));

    /// <summary>What the image is called: <c>containerkit-snapshot/NAME</c>, with the recipe as its tag. Default: the base image's own name.</summary>
    /// <exception cref="ArgumentException">No image can be called that.</exception>
    public Snapshot WithName(string name) => With(Recipe.Named(name));

    /// <summary>The image goes with this process, and is not used again by a later one.</summary>
    public Snapshot AsTemporary() => With(Recipe with { IsTemporary = true });

    /// <summary>Plans for the image, which is made where it is not there yet. It stays, unless the snapshot is <see cref="AsTemporary"/>.</summary>
    /// <remarks>
    /// Several processes of this machine that want it at once make it once. Engine API, where it is there: <c>GET /images/{name}/json</c>, twice.
    /// </remarks>
    public ImagePlan ToImage() => new(new SelectStep<PreparedImage, ImageClient>(new SnapshotStep(Recipe), prepared => prepared.Image), Recipe.Image.Options);

    /// <summary>Plans for a fresh copy of the container, made as it was, and waited for.</summary>
    /// <returns>The container, which is the caller's to dispose.</returns>
    public ContainerPlan Run() => Run(spec => spec);

    /// <summary>Plans for a fresh copy of the container, made otherwise: on a network, with limits, with other ports.</summary>
    /// <returns>The container, which is the caller's to dispose.</returns>
    /// <param name="change">Changes the spec that the snapshot was made with, such as <c>spec => spec with { Networks = [network] }</c>.</param>
    public ContainerPlan Run(Func<ContainerSpec, ContainerSpec> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return ToImage().Run(change(Recipe.Container(SnapshotRecipe.AnySecret)));
    }

    /// <summary>Plans for a list of the snapshots on the engine that are kept for later runs.</summary>
    /// <remarks>Engine API: <c>GET /images/json</c>.</remarks>
    public static Plan<IReadOnlyList<ImageSummary>> List() => SnapshotStore.List();

    /// <summary>Plans for the removal of snapshots that were made so long ago and that no container is made from. They are made again when they are wanted.</summary>
    /// <returns>A plan for the names of those that are gone; the id of one whose name another has.</returns>
    /// <param name="age">How old they are at least; zero for all.</param>
    /// <remarks>A new snapshot takes along those of its own name that are older than a week. Engine API: <c>GET /images/json</c>, <c>DELETE /images/{name}</c>.</remarks>
    public static Plan<IReadOnlyList<string>> Prune(TimeSpan age)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero);
        return SnapshotStore.Prune(name: null, age);
    }

    /// <summary>Plans for the removal of snapshots of one name that were made so long ago and that no container is made from.</summary>
    /// <param name="name">Their name, as <see cref="WithName"/> was told, or else that of the base image, such as <c>postgres</c>.</param>
    /// <inheritdoc cref="Prune(TimeSpan)"/>
    /// <param name="age"></param>
    public static Plan<IReadOnlyList<string>> Prune(string name, TimeSpan age)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero);
        return SnapshotStore.Prune(name, age);
    }

    /// <summary>The recipe on one line.</summary>
    public override string ToString() => Recipe.ToString();

    private static Snapshot With(SnapshotRecipe recipe) => new(recipe);
}
