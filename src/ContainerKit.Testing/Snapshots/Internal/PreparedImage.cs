using ContainerKit.Images;

namespace ContainerKit.Testing.Snapshots;

/// <summary>An image that a recipe has made, now or earlier.</summary>
/// <param name="Secret">What its containers have been told by the variable that the recipe names; empty where it names none.</param>
internal sealed record PreparedImage(ImageClient Image, string Secret);
