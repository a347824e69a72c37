namespace ContainerKit;

public sealed partial class DockerEngine
{
    /// <summary>
    /// Returns the representation for LINQPad's <c>Dump</c>, which finds this method by its name: the endpoint instead
    /// of the properties of the client.
    /// </summary>
    internal object ToDump() => ToString();
}
