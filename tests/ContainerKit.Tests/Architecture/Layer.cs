namespace ContainerKit.Tests.Architecture;

/// <summary>The layers of the library, lowest first.</summary>
internal enum Layer
{
    Foundation,
    Http,
    Sessions,
    Cleanup,
    Data,
    Operations,
    Plans,
    Handles,
    Engine,
}
