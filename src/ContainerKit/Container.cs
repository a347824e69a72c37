using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Errors;

namespace ContainerKit;

/// <summary>
/// A container on an engine. Whoever holds it owns it: disposing removes it, running or not, with its anonymous volumes.
/// </summary>
/// <example><code>
/// await using var redis = await Image.Pull("redis").Run(new ContainerSpec { Publish = [6379] });
/// var address = await redis.GetPortAsync(6379);
/// </code></example>
public sealed partial class Container : IAsyncDisposable
{
    private readonly object _gate = new();
    private Task? _disposal;

    internal Container(DockerEngine engine, string id, string name, ImageReference image, ContainerShape? shape)
    {
        Engine = engine;
        Id = id;
        Name = name;
        Image = image;
        Shape = shape;
    }

    /// <summary>The engine it is on.</summary>
    public DockerEngine Engine { get; }

    /// <summary>Its id, 64 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The first 12 digits of its id, as the docker command shows it.</summary>
    public string ShortId => Explain.ShortId(Id);

    /// <summary>Its name when it was made.</summary>
    public string Name { get; }

    /// <summary>The name of the image it was made from.</summary>
    public ImageReference Image { get; }

    internal ContainerShape? Shape { get; }

    /// <summary>What goes when the container goes: the image that was built for it and has no name of the caller's. Usually nothing.</summary>
    internal MadeThing? Belonging { get; set; }

    /// <summary>
    /// Removes the container, running or not, with its anonymous volumes. Quiet when it is gone already, when it is disposed twice, and from
    /// two threads at once. It never throws, so that it hides no error that is on its way: a container that cannot be removed
    /// is logged as an error. Use <see cref="RemoveAsync"/> to learn of it.
    /// </summary>
    /// <remarks>Engine API: <c>DELETE /containers/{id}</c>.</remarks>
    public ValueTask DisposeAsync()
    {
        lock (_gate) _disposal ??= Cleaner.RemoveAsync([Made()], Engine.Options);
        return new ValueTask(_disposal);
    }

    /// <summary>The container's name and short id.</summary>
    public override string ToString() => $"{Name} ({ShortId})";

    internal ContainerNotFoundException NotFound(string doing, Exception inner, bool namesContainer = false) => new(Id,
        $"Could not {doing}{(namesContainer ? "" : " " + this)}: the engine has no such container any more. It was removed; run a new one.", inner);

    private MadeContainer Made() => new(Engine, Name, nonce: "") { Id = Id, Belonging = Belonging };
}
