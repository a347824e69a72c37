namespace ContainerKit;

public sealed partial class Network
{
    /// <summary>Returns the representation for LINQPad's <c>Dump</c>, which finds this method by its name.</summary>
    internal object ToDump() => new { Name, Id = ShortId };
}
