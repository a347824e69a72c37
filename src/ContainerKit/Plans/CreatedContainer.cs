using ContainerKit.Http;

namespace ContainerKit;

/// <summary>A container that a plan created, as a <see cref="PlanFailure"/> lists it.</summary>
public sealed class CreatedContainer
{
    private readonly string _text;

    internal CreatedContainer(EngineClient engine, string id, string text)
    {
        _text = text;
        Engine = engine;
        Id = id;
    }

    /// <summary>The container's id, 64 hexadecimal digits.</summary>
    public string Id { get; }

    internal EngineClient Engine { get; }

    /// <summary>Returns the name and the short id.</summary>
    public override string ToString() => _text;
}
