using ContainerKit.Containers;
using ContainerKit.Http;
using ContainerKit.Plans;

namespace ContainerKit;

/// <summary>A container that a plan created, as a <see cref="PlanFailure"/> lists it.</summary>
public sealed class CreatedContainer
{
    private readonly EngineClient _engine;
    private readonly string _text;

    internal CreatedContainer(EngineClient engine, string id, string text)
    {
        _engine = engine;
        _text = text;
        Id = id;
    }

    /// <summary>The container's id, 64 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>
    /// Creates a plan that finds the container, for example to read its log. The plan that created the container removes
    /// it.
    /// </summary>
    /// <remarks>Engine API: <c>GET /containers/{id}/json</c>.</remarks>
    public ContainerPlan Find() => new(
        Step.Create($"find {_text}", context => ContainerLookup.FindAsync(context.Engine, Id, context.Token)),
        new PlanOptions { Engine = _engine });

    /// <summary>Returns the name and the short id.</summary>
    public override string ToString() => _text;
}
